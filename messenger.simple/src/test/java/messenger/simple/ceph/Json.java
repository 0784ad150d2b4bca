package messenger.simple.ceph;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A value of JSON.
 *
 * @param members of an object, or of an array under "0", "1", ...
 * @param text of a scalar, otherwise null
 */
record Json(Map<String, Json> members, String text) {
    /**
     * Parses a text that is one value.
     *
     * @throws IllegalArgumentException if it is not
     */
    static Json parse(String text) {
        Parser parser = new Parser(text);
        Json value = parser.value();
        parser.end();
        return value;
    }

    /** The value at a path of member names. */
    Json at(String... path) {
        Json value = this;
        for (String name : path) {
            Json member = value.members.get(name);
            if (member == null) {
                throw new IllegalArgumentException("no member " + name + " among " + value.members.keySet());
            }
            value = member;
        }
        return value;
    }

    private static final class Parser {
        private final String text;
        private int at;

        Parser(String text) {
            this.text = text;
        }

        Json value() {
            return switch (peek()) {
                case '{' -> container('}', true);
                case '[' -> container(']', false);
                case '"' -> new Json(Map.of(), string());
                default -> new Json(Map.of(), word());
            };
        }

        private Json container(char close, boolean named) {
            Map<String, Json> members = new LinkedHashMap<>();
            at++;
            while (peek() != close) {
                if (!members.isEmpty()) {
                    take(',');
                    peek();
                }
                String name = String.valueOf(members.size());
                if (named) {
                    name = string();
                    take(':');
                }
                members.put(name, value());
            }
            at++;
            return new Json(members, null);
        }

        private String string() {
            take('"');
            StringBuilder content = new StringBuilder();
            for (char c = next(); c != '"'; c = next()) {
                content.append(c == '\\' ? escaped(next()) : c);
            }
            return content.toString();
        }

        private char escaped(char c) {
            return switch (c) {
                case 'n' -> '\n';
                case 't' -> '\t';
                case 'r' -> '\r';
                case 'b' -> '\b';
                case 'f' -> '\f';
                case 'u' -> {
                    if (text.length() - at < 4) {
                        throw error("an escape is cut off");
                    }
                    at += 4;
                    yield (char) Integer.parseInt(text, at - 4, at, 16);
                }
                default -> c;
            };
        }

        private String word() {
            int start = at;
            while (at < text.length() && ",]} \t\r\n".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            if (at == start) {
                throw error("a value is missing");
            }
            return text.substring(start, at);
        }

        private char next() {
            if (at == text.length()) {
                throw error("it is cut off");
            }
            return text.charAt(at++);
        }

        /** The next character that is no space, which stays. */
        private char peek() {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            if (at == text.length()) {
                throw error("it is cut off");
            }
            return text.charAt(at);
        }

        private void take(char expected) {
            if (peek() != expected) {
                throw error("'" + expected + "' is missing");
            }
            at++;
        }

        void end() {
            if (!text.substring(at).isBlank()) {
                throw error("something follows");
            }
        }

        private IllegalArgumentException error(String what) {
            return new IllegalArgumentException("no JSON at " + at + ": " + what);
        }
    }
}
