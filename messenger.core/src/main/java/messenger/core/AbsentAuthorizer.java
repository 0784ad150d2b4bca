package messenger.core;

import messenger.api.EntityName;
import messenger.api.EntityType;
import messenger.spi.Authorizer;
import messenger.spi.AuthorizerData;

/**
 * Stands for an authorizer that is not there: lets nobody in, and proves nothing.
 *
 * @param name of the one that is missing
 */
record AbsentAuthorizer(String name) implements Authorizer {
    static Authorizer of(String name) {
        return new AbsentAuthorizer(name);
    }

    @Override
    public AuthorizerData prove(EntityName self, EntityType peer, boolean renew) {
        return AuthorizerData.NOTHING;
    }

    @Override
    public Verdict verify(EntityName self, EntityType peer, AuthorizerData proof) {
        return Verdict.refused("authorizer '" + name + "' of " + self
                + " is not there; install its bundle or change the endpoint's authorizer");
    }

    @Override
    public boolean verifyReply(EntityType peer, AuthorizerData sent, byte[] reply) {
        return false;
    }
}
