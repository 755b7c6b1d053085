package dev.missioncontrol.billing.store;

import dev.missioncontrol.billing.id.AttemptId;
import dev.missioncontrol.billing.id.CheckoutSessionId;
import dev.missioncontrol.billing.id.CustomerId;
import dev.missioncontrol.billing.id.PriceId;
import dev.missioncontrol.billing.id.TenantId;
import dev.missioncontrol.billing.plan.BillingInterval;
import dev.missioncontrol.billing.store.CheckoutAttempt.State;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/** Attempts at a checkout as tests keep them: two seats of the team plan, by the month. */
public final class Attempts {
    private Attempts() {}

    /**
     * One that has a session.
     *
     * @param end how its own id and the session's end
     */
    public static CheckoutAttempt attempt(String end, TenantId tenant, int generation, State state, Instant created) {
        return new CheckoutAttempt(
                id(end),
                tenant,
                "team",
                BillingInterval.MONTH,
                2,
                Optional.empty(),
                Optional.of(new PriceId("price_team")),
                OptionalInt.of(0),
                generation,
                Optional.of(new CustomerId("cus_1")),
                Optional.of(new CheckoutSessionId("cs_" + end)),
                Optional.empty(),
                Optional.empty(),
                state,
                created);
    }

    /** The id of the attempt that ends so. */
    public static AttemptId id(String end) {
        return new AttemptId("att_" + end);
    }
}
