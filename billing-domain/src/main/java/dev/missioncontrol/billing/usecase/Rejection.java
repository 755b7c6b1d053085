package dev.missioncontrol.billing.usecase;

/**
 * Why something that was asked for is not done: a value, since the one who asked can do something about it.
 *
 * @param code stable, for programs
 * @param field what of the request it is about; empty if it is about none
 * @param sentence for people: what is wrong, what is allowed, what to do
 */
public record Rejection(Code code, String field, String sentence) {
    /** Why. */
    public enum Code {
        UNKNOWN_PLAN,
        PLAN_NOT_SOLD,
        INTERVAL_NOT_SOLD,
        SEATS_OUT_OF_BOUNDS,
        /** There is a subscription already: the portal is where it is changed. */
        ALREADY_SUBSCRIBED,
        /** Another checkout of this tenant is being started at this moment. */
        CHECKOUT_IN_PROGRESS,
        /** There is no customer at the provider yet: a checkout makes one. */
        NO_CUSTOMER,
        TENANT_DELETED
    }
}
