package dev.missioncontrol.billing.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers are told apart however their bytes come. */
class AnswerReaderTest {
    private static final String ANSWERS =
            "HTTP/1.1 200 OK\r\nX-Content-Length: 9\r\nContent-Length: 5\r\nA: b\r\n\r\nhello"
                    + "HTTP/1.1 304 Not Modified\r\nETag: \"x\"\r\n\r\n"
                    + "HTTP/1.1 503 Service Unavailable\r\ncontent-length:20000\r\n\r\n" + "x".repeat(20_000)
                    + "HTTP/1.1 204 No Content\r\n\r\n";

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 64, 100_000})
    void one_after_the_other(int atOnce) throws IOException {
        AnswerReader answers = new AnswerReader(inPieces(atOnce));
        for (int status : new int[] {200, 304, 503, 204})
            assertThat(answers.status()).isEqualTo(status);
        assertThatThrownBy(answers::status).isInstanceOf(IOException.class).hasMessageContaining("closed");
    }

    @Test
    void a_head_without_end_is_no_answer() {
        InputStream endless = new ByteArrayInputStream(new byte[100_000]);
        assertThatThrownBy(() -> new AnswerReader(endless).status()).hasMessageContaining("too large");
    }

    private static InputStream inPieces(int atOnce) {
        return new ByteArrayInputStream(ANSWERS.getBytes(StandardCharsets.US_ASCII)) {
            @Override
            public synchronized int read(byte[] into, int offset, int length) {
                return super.read(into, offset, Math.min(length, atOnce));
            }
        };
    }
}
