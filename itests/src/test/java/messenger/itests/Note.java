package messenger.itests;

import java.nio.charset.StandardCharsets;
import messenger.api.MessageType;
import messenger.api.Sections;

/** A typed message of the tests. */
record Note(String text) {
    static final int NUMBER = 4243;

    /** Encodes notes. */
    static final class Type implements MessageType<Note> {
        @Override
        public int number() {
            return NUMBER;
        }

        @Override
        public Class<Note> bodyClass() {
            return Note.class;
        }

        @Override
        public int version() {
            return 1;
        }

        @Override
        public int compatVersion() {
            return 1;
        }

        @Override
        public Sections encode(Note note, long features) {
            return Sections.ofFront(StandardCharsets.UTF_8.encode(note.text()));
        }

        @Override
        public Note decode(Sections sections, int version) {
            return new Note(StandardCharsets.UTF_8.decode(sections.front()).toString());
        }
    }
}
