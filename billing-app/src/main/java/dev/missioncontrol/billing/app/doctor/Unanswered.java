package dev.missioncontrol.billing.app.doctor;

import dev.missioncontrol.billing.http.auth.BoundedBody;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** Why an address did not answer, in words. */
final class Unanswered {
    /** Characters of what a TLS library says: the reason stands at its beginning. */
    private static final int MOST_SAID = 200;

    private Unanswered() {}

    /**
     * Never the message of a failure that may repeat the address: it can hold a secret.
     *
     * @param within how long it was waited for, in words
     */
    static String why(URI url, Throwable failure, String within) {
        Throwable cause = cause(failure);
        if (cause instanceof HttpTimeoutException || cause instanceof TimeoutException)
            return "no answer within " + within;
        if (cause instanceof BoundedBody.TooLarge) return cause.getMessage();
        if (cause instanceof SSLException) {
            String said = String.valueOf(cause.getMessage());
            return "TLS fails: " + said.substring(0, Math.min(MOST_SAID, said.length()));
        }
        if (cause instanceof ConnectException)
            return cause.getCause() instanceof UnresolvedAddressException
                    ? "nobody knows its name"
                    : "it takes no connection";
        // The JDK's client may say that its connection is closed before it hears why.
        String tls = "https".equals(url.getScheme()) ? "TLS fails, or " : "";
        return tls + "the connection breaks off (" + cause.getClass().getSimpleName() + ")";
    }

    private static Throwable cause(Throwable failure) {
        boolean wrapped = failure instanceof CompletionException || failure instanceof ExecutionException;
        return wrapped && failure.getCause() != null ? failure.getCause() : failure;
    }
}
