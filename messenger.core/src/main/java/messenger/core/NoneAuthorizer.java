package messenger.core;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import messenger.api.EntityName;
import messenger.api.EntityType;
import messenger.spi.Authorizer;
import messenger.spi.AuthorizerData;

/**
 * Authentication {@code none}: a claim that nobody checks. Monitors expect protocol 0 without bytes, except from other
 * monitors; all others protocol 1 with version u8 1, entity type u32, name (u32 length and bytes), global id u64, little
 * endian.
 */
final class NoneAuthorizer implements Authorizer {
    static final String NAME = "none";

    private static final int NOTHING = 0;
    private static final int NONE = 1;

    @Override
    public AuthorizerData prove(EntityName self, EntityType peer, boolean renew) {
        if (peer == EntityType.MON && self.type() != EntityType.MON) {
            return AuthorizerData.NOTHING;
        }
        String id = self.id() == EntityName.NO_ID ? "admin" : Long.toString(self.id());
        byte[] name = id.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(17 + name.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) 1).putInt(self.type().code()).putInt(name.length).put(name);
        bytes.putLong(Math.max(0, self.id()));
        return new AuthorizerData(NONE, bytes.array());
    }

    @Override
    public Verdict verify(EntityName self, EntityType peer, AuthorizerData proof) {
        return proof.protocol() == NOTHING || proof.protocol() == NONE
                ? Verdict.accepted(new byte[0])
                : Verdict.refused(
                        "authorizer protocol " + proof.protocol() + " is not known here; allowed: 0 or 1 (none)");
    }
}
