package dev.missioncontrol.billing.http;

import java.time.Duration;
import java.util.Map;

/** An answer that says what went wrong and what to do, as a problem document of RFC 9457. */
final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    final int status;
    final String code;
    final String sentence;
    final String field;
    final long retryAfterSeconds;

    /** What programs are told beside the code, by name. */
    final transient Map<String, String> more;

    /**
     * @param code stable, for programs
     * @param sentence for people: what is wrong, what is allowed, what to do
     */
    Problem(int status, String code, String sentence) {
        this(status, code, sentence, "", 0);
    }

    Problem(int status, String code, String sentence, String field, long retryAfterSeconds) {
        this(status, code, sentence, field, retryAfterSeconds, Map.of());
    }

    /** An allowance is used up: in whole seconds, no sooner than there is some again. */
    static Problem tooMany(String sentence, Duration wait) {
        long seconds = Math.max(1, (wait.toMillis() + 999) / 1000);
        return new Problem(429, "too_many_requests", sentence, "", seconds);
    }

    private Problem(
            int status, String code, String sentence, String field, long retryAfterSeconds, Map<String, String> more) {
        super(sentence, null, false, false);
        this.status = status;
        this.code = code;
        this.sentence = sentence;
        this.field = field;
        this.retryAfterSeconds = retryAfterSeconds;
        this.more = more;
    }

    /** The same, that says one thing more. */
    Problem with(String name, String value) {
        return new Problem(status, code, sentence, field, retryAfterSeconds, Map.of(name, value));
    }
}
