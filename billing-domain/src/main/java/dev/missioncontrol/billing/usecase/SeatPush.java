package dev.missioncontrol.billing.usecase;

/** What came of pushing a number of seats. */
public sealed interface SeatPush {
    /**
     * It is remembered, in place of whatever was pushed before, and made within the window, or once what it has to wait for is over:
     * another plan that is scheduled, what is owed, or that the catalogue knows no price of it.
     *
     * @param seats what the plan allows of it
     */
    record Accepted(int seats) implements SeatPush {}

    /** It is not. */
    record Rejected(Rejection rejection) implements SeatPush {}
}
