package dev.missioncontrol.billing.account;

import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.SubscriptionId;
import dev.missioncontrol.billing.id.TenantId;
import java.util.Locale;
import java.util.Optional;

/**
 * Something in which what we know and what the provider says are not the same.
 *
 * @param kind in what
 * @param tenant whose, where that is known
 * @param subscription which subscription, where it is about one
 * @param customer which customer, where that is known
 * @param here what we know, in a few words
 * @param there what the provider says, in a few words
 * @param remedy what puts it right
 * @param reason why it is so, or what somebody must do
 */
public record Drift(
        Kind kind,
        Optional<TenantId> tenant,
        Optional<SubscriptionId> subscription,
        Optional<CustomerId> customer,
        String here,
        String there,
        Remedy remedy,
        String reason) {

    /** In what the two differ. */
    public enum Kind {
        /** The provider has a subscription that we don't know, or never read. */
        MISSING_HERE,
        /** We know a subscription that the provider does not have: a wrong key, mode or account, never an end. */
        MISSING_THERE,
        /** The provider has none of many that were asked for: very likely a wrong key, mode or account. */
        NOTHING_THERE,
        /** We know one of the other mode than the provider's key: it is not asked for. */
        OTHER_MODE,
        STATUS,
        PERIOD,
        SEATS,
        PLAN,
        /** The provider charges for a number of seats that the plan does not have: the fewest or most that it has were granted. */
        SEATS_OUTSIDE_PLAN,
        /** Something else of it: a scheduled end, a trial, its customer, its metadata. */
        DETAIL,
        /** What the tenant has stored is not what its subscriptions amount to. */
        DERIVED,
        /** A tenant pays for more than one at a time; what holds no plan at all is told as {@link #UNKNOWN_PRICE}, and not as one of them. */
        DUPLICATE_LIVE,
        /** It is one tenant's, and its customer another's. */
        CUSTOMER_ELSEWHERE,
        /** It is one tenant's, and its metadata or checkout names another. */
        FOREIGN_METADATA,
        /** It is nobody's, because the signs of whose it is disagree. */
        QUARANTINED,
        /** It is alive and nobody's: somebody pays and gets nothing. */
        OWNERLESS,
        /** It is alive and a tenant's, and no plan has its price, alone or beside a plan: somebody pays for what nobody knows. */
        UNKNOWN_PRICE,
        /** It was not compared: what is stored of it can't be read. */
        UNREADABLE,
        /** It was not compared, or not mended: somebody holds it in the database. */
        HELD,
        /** It was not compared: the provider refuses to say how its checkout is, and would again. */
        UNANSWERED;

        /** Whether it says that something was left out, and not in what the two differ. */
        public boolean leftOut() {
            return this == UNREADABLE || this == HELD || this == UNANSWERED;
        }

        /** The word printed, for example {@code missing_here}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What puts it right. */
    public enum Remedy {
        /** Ask the provider again: always safe. */
        FETCH,
        /** Bind it to the tenant that all of its signs name. */
        BIND,
        /** Derive again what the tenant has. */
        DERIVE,
        /** Nothing that is safe: somebody must decide. */
        PERSON;

        /** The word printed. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Whether a reconciliation may do it by itself. */
        public boolean safe() {
            return this != PERSON;
        }
    }
}
