package messenger.monitor;

import messenger.api.dto.ThrottleDTO;

/** A throttle as JMX shows it: the values of {@link ThrottleDTO}. */
public record ThrottleData(String name, long used, long limit, int waiting) {
    static ThrottleData of(ThrottleDTO dto) {
        return new ThrottleData(dto.name, dto.used, dto.limit, dto.waiting);
    }
}
