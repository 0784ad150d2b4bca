package messenger.examples.pingpong;

import messenger.api.EntityName;

/** Checks of the option for policies. */
final class Policies {
    private Policies() {}

    /**
     * Refuses a policy for an endpoint that has its own already.
     *
     * @throws IllegalArgumentException if one is given
     */
    static void requireAbsent(EntityName endpoint, String policy) {
        if (!Options.isAbsent(policy)) {
            throw new IllegalArgumentException(
                    "endpoint " + endpoint + " exists and has its policies; leave out --policy " + policy
                            + ", choose another --name, or remove the endpoint first (msgr:remove " + endpoint + ")");
        }
    }
}
