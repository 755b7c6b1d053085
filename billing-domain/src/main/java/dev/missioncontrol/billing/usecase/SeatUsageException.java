package dev.missioncontrol.billing.usecase;

/** How many seats are in use can't be told just now: no seat is given up then, and nothing else stops. */
public final class SeatUsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message for an operator: what could not be asked, and why; holds no secret */
    public SeatUsageException(String message) {
        super(message);
    }
}
