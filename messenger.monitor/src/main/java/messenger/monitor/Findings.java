package messenger.monitor;

import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.Result;

/** What a check has found: so many troubles line by line, the others counted. For one thread. */
final class Findings {
    private final FormattingResultLog log = new FormattingResultLog();
    private final int most;
    private int named;
    private int warnings;
    private int criticals;

    Findings(int most) {
        this.most = most;
    }

    void warn(String format, Object... arguments) {
        if (named < most) {
            named++;
            log.warn(format, arguments);
        } else {
            warnings++;
        }
    }

    void critical(String format, Object... arguments) {
        if (named < most) {
            named++;
            log.critical(format, arguments);
        } else {
            criticals++;
        }
    }

    void note(String format, Object... arguments) {
        log.info(format, arguments);
    }

    Result result() {
        if (criticals > 0) {
            log.critical("{} more of these; lines.max of PID {} is {}", criticals + warnings, Thresholds.PID, most);
        } else if (warnings > 0) {
            log.warn("{} more of these; lines.max of PID {} is {}", warnings, Thresholds.PID, most);
        }
        return new Result(log);
    }
}
