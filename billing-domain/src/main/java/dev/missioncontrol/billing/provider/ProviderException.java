package dev.missioncontrol.billing.provider;

import java.time.Duration;
import java.util.Optional;

/** A call to the provider that did not succeed, as the one thing a caller can decide on: its {@link Kind}. */
public final class ProviderException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Who has to do something about it. */
    public enum Fault {
        /** The provider, or the network between: it passes. */
        PROVIDER,
        /** Our configuration or our request: an operator must mend it. */
        OURS,
        /** The customer: another card, another choice. */
        CUSTOMER
    }

    /** What went wrong. */
    public enum Kind {
        /** No connection, a 5xx, or the circuit is open. */
        UNAVAILABLE(
                true,
                Fault.PROVIDER,
                "The payment provider can't be reached at the moment. Nothing is lost; try again in a minute."),
        /** No answer in time: it may have happened, so only the same idempotency key may be used again. */
        TIMEOUT(
                true,
                Fault.PROVIDER,
                "The payment provider did not answer in time. Look whether it happened before you try again."),
        /** 429: too many requests. */
        RATE_LIMITED(true, Fault.PROVIDER, "The payment provider is busy. Try again in a minute."),
        /** An answer that can't be read. */
        MALFORMED_ANSWER(
                true, Fault.PROVIDER, "The payment provider gave an answer that can't be read. Try again in a minute."),
        /** 401 or 403: the key is wrong, revoked, or lacks a right. */
        AUTHENTICATION(false, Fault.OURS, "Billing is not set up correctly. Its operator has to mend it."),
        /** 400: a setting or parameter that the provider refuses. */
        INVALID_REQUEST(false, Fault.OURS, "Billing is not set up correctly. Its operator has to mend it."),
        /** 400: what a person typed, a code or an address, is not taken. */
        REFUSED_INPUT(false, Fault.CUSTOMER, "The payment provider does not take this. Check what you typed."),
        /** 404, or an id that the provider says it does not have (deleted, or of another mode). */
        NOT_FOUND(
                false, Fault.OURS, "The payment provider does not know this account. Its operator has to look at it."),
        /**
         * The idempotency key was used with other parameters, or holds a failure of the provider's that it says again: only
         * another key is answered anew.
         */
        IDEMPOTENCY_CONFLICT(false, Fault.OURS, "This request was already made, with other details. Begin anew."),
        /** 402: the payment was declined. */
        DECLINED(false, Fault.CUSTOMER, "The payment was declined. Use another way to pay."),
        /** The object's state does not allow it: a session that is complete, a schedule in the way. */
        WRONG_STATE(false, Fault.CUSTOMER, "This can't be done any more. Load the page again to see how things are.");

        private final boolean retryable;
        private final Fault fault;
        private final String sentence;

        Kind(boolean retryable, Fault fault, String sentence) {
            this.retryable = retryable;
            this.fault = fault;
            this.sentence = sentence;
        }
    }

    private final Kind kind;
    private final transient Optional<Duration> retryAfter;
    private final transient Optional<ChangeResult.Reason> rule;

    /**
     * @param kind what went wrong
     * @param message for an operator: says which call and which setting, holds no secret and no card
     */
    public ProviderException(Kind kind, String message) {
        this(kind, message, Optional.empty(), null);
    }

    /**
     * @param kind what went wrong
     * @param message for an operator: says which call and which setting, holds no secret and no card
     * @param retryAfter how long the provider asks us to wait
     * @param cause the library's exception, or null
     */
    public ProviderException(
            Kind kind,
            String message,
            Optional<Duration> retryAfter,
            @org.jspecify.annotations.Nullable Throwable cause) {
        this(kind, message, retryAfter, Optional.empty(), cause);
    }

    private ProviderException(
            Kind kind,
            String message,
            Optional<Duration> retryAfter,
            Optional<ChangeResult.Reason> rule,
            @org.jspecify.annotations.Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.retryAfter = retryAfter;
        this.rule = rule;
    }

    /**
     * What can't be asked, since the change itself would be rejected: of kind {@link Kind#WRONG_STATE}.
     *
     * @param call what was being done
     * @param no why the change can't be
     */
    public static ProviderException rejected(String call, ChangeResult.Rejected no) {
        return new ProviderException(
                Kind.WRONG_STATE, call + ": " + no.detail(), Optional.empty(), Optional.of(no.reason()), null);
    }

    /** What went wrong. */
    public Kind kind() {
        return kind;
    }

    /** Whether the same call may succeed later, unchanged. */
    public boolean retryable() {
        return kind.retryable;
    }

    /** Who has to do something about it. */
    public Fault fault() {
        return kind.fault;
    }

    /** What a customer may be told: nothing of ours, and what to do. The message is for an operator. */
    public String sentence() {
        return kind.sentence;
    }

    /** How long the provider asks us to wait. */
    public Optional<Duration> retryAfter() {
        return retryAfter;
    }

    /** The rule by which the change that was asked about would be rejected, where that is why. */
    public Optional<ChangeResult.Reason> rule() {
        return rule;
    }
}
