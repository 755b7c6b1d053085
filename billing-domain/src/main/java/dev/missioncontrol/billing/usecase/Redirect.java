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

    /** What the address of the host's page says when a person comes back from the provider's: hosts may read it. */
    enum Back {
        /** From a checkout, having paid or left a payment; the page's address also names its session, as {@code session_id}. */
        PAID("checkout", "success"),
        /** From a checkout that was left. */
        LEFT("checkout", "cancel"),
        /** From the customer portal. */
        PORTAL("portal", "return");

        private final String parameter;
        private final String value;

        Back(String parameter, String value) {
            this.parameter = parameter;
            this.value = value;
        }

        /** The name of the parameter of the query. */
        public String parameter() {
            return parameter;
        }

        /** What it is. */
        public String value() {
            return value;
        }

        /** Both, as they are in the query: {@code checkout=success}. */
        public String query() {
            return parameter + "=" + value;
        }
    }

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
