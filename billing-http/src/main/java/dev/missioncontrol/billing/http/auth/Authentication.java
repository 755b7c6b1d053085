package dev.missioncontrol.billing.http.auth;

import dev.missioncontrol.billing.id.TenantId;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Who asks. */
public sealed interface Authentication {
    /**
     * A tenant.
     *
     * @param tenant whose request it is
     * @param scopes what it may do
     * @param byCookie whether a browser sent it by itself, so that its origin must be checked
     * @param subject who of them it is, as whoever signed the token calls them; the console needs it
     * @param seatsInUse how many of the tenant's seats are in use, where the host says so
     */
    record Authenticated(
            TenantId tenant, Set<Scope> scopes, boolean byCookie, Optional<String> subject, OptionalLong seatsInUse)
            implements Authentication {
        /** One of whose seats in use nothing is said. */
        public Authenticated(TenantId tenant, Set<Scope> scopes, boolean byCookie, Optional<String> subject) {
            this(tenant, scopes, byCookie, subject, OptionalLong.empty());
        }

        /** A tenant, without saying who of them. */
        public Authenticated(TenantId tenant, Set<Scope> scopes, boolean byCookie) {
            this(tenant, scopes, byCookie, Optional.empty());
        }
    }

    /**
     * Nobody that is believed.
     *
     * @param reason why, in words for the log and for who sent the token ({@code WWW-Authenticate}): never the token, nor what it was held
     *     against
     */
    record Unauthenticated(String reason) implements Authentication {}

    /**
     * Can't be told just now: what proves it is out of reach. Neither a refusal, which would sign people out, nor a
     * grant.
     *
     * @param reason why, for a log
     * @param retryAfter when to ask again
     */
    record Unavailable(String reason, Duration retryAfter) implements Authentication {}
}
