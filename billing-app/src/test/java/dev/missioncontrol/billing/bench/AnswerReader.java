package dev.missioncontrol.billing.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads answers on a connection, each to its end. It looks at a head as little as it can: the load takes the same processors as
 * what it measures, and a server that says more in its heads would seem slower than it is.
 */
final class AnswerReader {
    private static final int LARGEST_HEAD_BYTES = 16 * 1024;
    private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);

    /** Where a status stands in its line, behind {@code HTTP/1.1}. */
    private static final int STATUS_AT = 9;

    private final InputStream in;
    private final byte[] kept = new byte[LARGEST_HEAD_BYTES];
    private int from;
    private int upTo;

    AnswerReader(InputStream in) {
        this.in = in;
    }

    /** The status of the next answer, whose body is thrown away. */
    int status() throws IOException {
        int end = headEnd();
        int status = (int) number(from + STATUS_AT);
        long body = length(from, end);
        from = end;
        int here = (int) Math.min(body, upTo - from);
        from += here;
        in.skipNBytes(body - here);
        return status;
    }

    /** Behind the empty line that ends the head. */
    private int headEnd() throws IOException {
        int looked = from;
        while (true) {
            for (; looked + 3 < upTo; looked++) {
                if (kept[looked] == '\r' && kept[looked + 2] == '\r' && kept[looked + 3] == '\n') return looked + 4;
            }
            looked -= from;
            fill();
            looked += from;
        }
    }

    private void fill() throws IOException {
        System.arraycopy(kept, from, kept, 0, upTo - from);
        upTo -= from;
        from = 0;
        if (upTo == kept.length) throw new IOException("the head of an answer is too large");
        int more = in.read(kept, upTo, kept.length - upTo);
        if (more < 0) throw new IOException("the connection was closed");
        upTo += more;
    }

    /** What the head says of the body's bytes; none if it says nothing. */
    private long length(int head, int end) {
        for (int at = head; at < end - LENGTH.length; at++) {
            if (kept[at] == '\n' && (kept[at + 1] | ' ') == 'c' && isLength(at + 1))
                return number(at + 1 + LENGTH.length);
        }
        return 0;
    }

    private boolean isLength(int at) {
        byte[] lower = Arrays.copyOfRange(kept, at, at + LENGTH.length);
        for (int i = 0; i < lower.length - 1; i++) lower[i] |= ' ';
        return Arrays.equals(lower, LENGTH);
    }

    private long number(int at) {
        int digit = at;
        while (kept[digit] == ' ') digit++;
        long number = 0;
        for (; kept[digit] >= '0' && kept[digit] <= '9'; digit++) number = 10 * number + kept[digit] - '0';
        return number;
    }
}
