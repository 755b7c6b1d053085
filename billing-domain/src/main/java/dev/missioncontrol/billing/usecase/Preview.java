package dev.missioncontrol.billing.usecase;

import dev.missioncontrol.billing.account.PlanChange;
import dev.missioncontrol.billing.account.PlanTerms;
import dev.missioncontrol.billing.provider.ChangePreview;

/** What a change would come to, or why it can't be. */
public sealed interface Preview {
    /**
     * What it would come to.
     *
     * @param change what it amounts to, and so whether it comes at once or with the next period
     * @param before what it is calculated from: what the tenant has, with the seats that the provider charges for, whatever the plan
     *     makes of that number
     * @param after what the tenant would have
     * @param costs what it would cost, and when
     * @param endsTrial whether a trial ends with it
     * @param version of what the tenant has now, to be asked for with the change
     */
    record Of(
            PlanChange change,
            PlanTerms before,
            PlanTerms after,
            ChangePreview costs,
            boolean endsTrial,
            String version)
            implements Preview {}

    /** Not at all. */
    record Rejected(Rejection rejection) implements Preview {}
}
