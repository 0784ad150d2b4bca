package messenger.conformance;

import java.nio.ByteOrder;
import messenger.api.MessageType;
import messenger.api.Sections;

/** A body for typed messages. */
record Note(int number, String text) {
    static final int TYPE = 200;
    static final String POISON = "cannot be decoded";

    /** Writes and reads notes. */
    record Codec(int version, int compatVersion) implements MessageType<Note> {
        @Override
        public int number() {
            return TYPE;
        }

        @Override
        public Class<Note> bodyClass() {
            return Note.class;
        }

        @Override
        public Sections encode(Note body, long features) {
            return Sections.of(Content.builder(body.number()).build().front(), Content.text(body.text()));
        }

        @Override
        public Note decode(Sections sections, int encodedVersion) {
            String text = Content.text(sections.data());
            if (text.equals(POISON)) {
                throw new IllegalArgumentException(POISON);
            }
            return new Note(sections.front().order(ByteOrder.LITTLE_ENDIAN).getInt(0), text);
        }
    }
}
