package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.id.CheckoutSessionId;
import java.net.URI;
import java.util.Optional;

/** Where to send a person next, or why not. */
public sealed interface Redirect {
    /**
     * A page of the provider.
     *
     * @param url a bearer credential: never to be logged or cached
     * @param session the checkout session, if it is one
     */
    record To(URI url, Optional<CheckoutSessionId> session) implements Redirect {}

    /** Nowhere. */
    record Rejected(Rejection rejection) implements Redirect {}

    /**
     * The page.
     *
     * @throws RejectedException if there is none
     */
    default URI url() {
        if (this instanceof To to) return to.url();
        throw new RejectedException(((Rejected) this).rejection());
    }
}
