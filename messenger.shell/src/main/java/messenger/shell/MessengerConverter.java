package messenger.shell;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import messenger.api.dto.MessengerDTO;
import org.apache.felix.service.command.Converter;
import org.osgi.service.component.annotations.Component;

/**
 * Prints what the commands return: lists as tables, one object in detail. Everything else is left to other converters.
 */
@Component(
        service = Converter.class,
        property = {
            Converter.CONVERTER_CLASSES + "=messenger.api.dto.MessengerDTO",
            Converter.CONVERTER_CLASSES + "=messenger.api.dto.SessionDTO",
            Converter.CONVERTER_CLASSES + "=messenger.api.dto.ThrottleDTO",
            Converter.CONVERTER_CLASSES + "=java.lang.Record"
        })
public class MessengerConverter implements Converter {
    @Override
    public Object convert(Class<?> desiredType, Object in) {
        return null;
    }

    @Override
    public CharSequence format(Object target, int level, Converter escape) {
        if (target instanceof Collection<?> rows) {
            return level == PART
                    ? null
                    : Tables.of(rows).map(t -> t.print(rows)).orElse(null);
        }
        if (target instanceof Stats all && level != PART) {
            return String.join(
                    "\n\n", all.endpoints().stream().map(Details::print).toList());
        }
        Optional<Table<?>> table = target == null ? Optional.empty() : Tables.of(List.of(target));
        return table.map(t -> switch (level) {
                    case INSPECT -> Details.print(target);
                    case LINE -> t.line(target);
                    default -> part(target);
                })
                .orElse(null);
    }

    private static String part(Object target) {
        return switch (target) {
            case MessengerDTO messenger -> messenger.name;
            case SessionInfo info -> info.endpoint() + "/" + info.session().peerAddress;
            case LinkInfo info -> info.endpoint() + "/" + info.link().remote;
            default -> target.toString();
        };
    }
}
