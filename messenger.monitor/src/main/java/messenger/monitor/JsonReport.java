package messenger.monitor;

import java.io.IOException;
import java.io.Writer;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import messenger.api.dto.MessengerDTO;
import org.apache.felix.utils.json.JSONWriter;
import org.osgi.dto.DTO;

/** States of endpoints as JSON, with the names of the DTOs' fields. */
final class JsonReport {
    private JsonReport() {}

    static void write(List<MessengerDTO> endpoints, Instant time, Writer writer) throws IOException {
        JSONWriter json = new JSONWriter(writer);
        json.object().key("time").value(time.toString()).key("endpoints");
        write(endpoints, json);
        json.endObject();
        json.flush();
    }

    private static void write(Object value, JSONWriter json) throws IOException {
        switch (value) {
            case DTO dto -> {
                json.object();
                for (Field field : dto.getClass().getFields()) {
                    if (!Modifier.isStatic(field.getModifiers())) {
                        json.key(field.getName());
                        write(get(field, dto), json);
                    }
                }
                json.endObject();
            }
            case Object[] array -> write(Arrays.asList(array), json);
            case Collection<?> elements -> {
                json.array();
                for (Object element : elements) {
                    write(element, json);
                }
                json.endArray();
            }
            case null, default -> json.value(value);
        }
    }

    private static Object get(Field field, DTO dto) {
        try {
            return field.get(dto);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(field.toString(), e);
        }
    }
}
