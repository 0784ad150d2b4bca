package messenger.shell;

import java.io.IOException;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import org.apache.felix.utils.json.JSONWriter;
import org.osgi.dto.DTO;

/** DTOs and records as JSON, with their own field names. */
final class Json {
    private Json() {}

    static String print(Object value) {
        StringWriter text = new StringWriter();
        try {
            write(new JSONWriter(text), value);
        } catch (IOException e) {
            throw new IllegalStateException("a string cannot be written", e);
        }
        return text.toString();
    }

    private static void write(JSONWriter json, Object value) throws IOException {
        switch (value) {
            case null -> json.value(null);
            case Object[] array -> array(json, Arrays.asList(array));
            case Collection<?> collection -> array(json, collection);
            case DTO dto -> object(json, Details.values(dto));
            case Record object -> object(json, Details.values(object));
            default -> json.value(value);
        }
    }

    private static void array(JSONWriter json, Collection<?> values) throws IOException {
        json.array();
        for (Object value : values) {
            write(json, value);
        }
        json.endArray();
    }

    private static void object(JSONWriter json, Map<String, Object> values) throws IOException {
        json.object();
        for (Map.Entry<String, Object> each : values.entrySet()) {
            json.key(each.getKey());
            write(json, each.getValue());
        }
        json.endObject();
    }
}
