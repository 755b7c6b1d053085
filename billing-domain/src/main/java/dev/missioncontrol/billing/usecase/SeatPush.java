package dev.missioncontrol.billing.usecase;

/** What came of pushing a number of seats. */
public sealed interface SeatPush {
    /**
     * It is remembered, in place of whatever was pushed before, and made within the window.
     *
     * @param seats what the plan allows of it
     */
    record Accepted(int seats) implements SeatPush {}

    /** It is not. */
    record Rejected(Rejection rejection) implements SeatPush {}
}
