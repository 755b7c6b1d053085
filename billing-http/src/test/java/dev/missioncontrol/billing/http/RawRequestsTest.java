package dev.missioncontrol.billing.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is not HTTP as it should be is refused once, as a problem document, and nothing hidden in it is answered. */
class RawRequestsTest {
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3}) ");

    /** Bytes that the system keeps of what was sent, as few as it may. */
    private static final int SMALL_BUFFER = 8 * 1024;

    private static final String HOST = "Host: x\r\n";
    private static final String GET = "GET /health/live HTTP/1.1\r\n";
    private static final String POST =
            "POST /api/billing/webhook HTTP/1.1\r\n" + HOST + "Content-Type: application/json\r\n";
    private static final String CHUNKED = POST + "Transfer-Encoding: chunked\r\n\r\n";
    private static final String HIDDEN = "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n";

    private static ARunningServer running;

    @BeforeAll
    static void start() {
        running = new ARunningServer();
    }

    @AfterAll
    static void stop() {
        running.close();
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                shape("both lengths", 400, POST + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                shape("two lengths", 400, POST + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello"),
                shape("the same length twice", 400, POST + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello"),
                shape("a list of lengths", 400, POST + "Content-Length: 5, 5\r\n\r\nhello"),
                shape("a signed length", 400, POST + "Content-Length: +5\r\n\r\nhello"),
                shape("a negative length", 400, POST + "Content-Length: -5\r\n\r\nhello"),
                shape("a hexadecimal length", 400, POST + "Content-Length: 0x5\r\n\r\nhello"),
                shape("a length beyond every number", 400, POST + "Content-Length: 99999999999999999999\r\n\r\nhello"),
                shape("an unknown transfer coding", 400, POST + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"),
                shape("chunked not last", 400, POST + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n"),
                shape("a coding before chunked", 400, POST + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
                shape("a hidden coding", 400, POST + "Transfer-Encoding: \u000bchunked\r\n\r\n0\r\n\r\n"),
                shape("a blank before the colon", 400, POST + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n"),
                shape("two codings", 400, POST + "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0"),
                shape("a tunnel to a path", 400, "CONNECT /api/billing/status HTTP/1.1\r\n" + HOST + "\r\n"),
                shape("chunks in HTTP/1.0", 400, CHUNKED.replace("1.1", "1.0") + "0\r\n\r\n"),
                shape("a folded line", 400, POST + "A: b\r\n c\r\n\r\n"),
                shape("a line without a colon", 400, POST + "A\r\n\r\n"),
                shape("a chunk without a size", 400, CHUNKED + "zz\r\nab\r\n0\r\n\r\n"),
                shape("a chunk beyond every number", 400, CHUNKED + "ffffffffffffffffff\r\nab\r\n0\r\n\r\n"),
                shape("a negative chunk", 400, CHUNKED + "-1\r\nab\r\n0\r\n\r\n"),
                shape("a chunk extension with a bare line feed", 400, CHUNKED + "2;a\nxx\r\nab\r\n0\r\n\r\n"),
                shape("a chunk extension with controls", 400, CHUNKED + "2;\u0000\u0001\r\nab\r\n0\r\n\r\n"),
                shape("a chunk longer than said", 400, CHUNKED + "2\r\nabX\r\n0\r\n\r\n"),
                shape("bare line feeds", 400, "GET /health/live HTTP/1.1\nHost: x\n\n"),
                shape("bare carriage returns", 400, "GET /health/live HTTP/1.1\rHost: x\r\r"),
                shape("no host", 400, GET + "\r\n"),
                shape("two hosts", 400, GET + "Host: a\r\nHost: b\r\n\r\n"),
                shape("a host in the address, another beside it", 400, "GET http://evil/ HTTP/1.1\r\n" + HOST + "\r\n"),
                shape("a host with a blank", 400, GET + "Host: a b\r\n\r\n"),
                shape("a zero byte", 400, GET + HOST + "A: b\u0000c\r\n\r\n"),
                shape("an escaped slash", 400, "GET /api%2fbilling/status HTTP/1.1\r\n" + HOST + "\r\n"),
                shape("a broken escape", 400, "GET /billing/assets/%zz HTTP/1.1\r\n" + HOST + "\r\n"),
                shape("an escaped path in no character set", 400, "GET /a/%ff%fe HTTP/1.1\r\n" + HOST + "\r\n"),
                shape("a broken cookie", 400, "GET /billing HTTP/1.1\r\n" + HOST + "Cookie: a=\"\u0001;;=\r\n\r\n"),
                shape("another protocol", 400, "\u0016\u0003\u0001\u0002".repeat(90)),
                shape("a version to come", 505, "GET / HTTP/9.9\r\n" + HOST + "\r\n"),
                shape("no version", 505, "GET /health/live\r\n"),
                shape("an expectation", 417, POST + "Expect: bananas\r\nContent-Length: 2\r\n\r\n{}"),
                shape("a large header", 431, GET + HOST + "A: " + "a".repeat(9_000) + "\r\n\r\n"),
                shape("many headers", 431, GET + HOST + "A: b\r\n".repeat(2_000) + "\r\n"),
                shape("many headers in few bytes", 431, GET + HOST + "A:b\r\n".repeat(100) + "\r\n"),
                shape(
                        "many trailers in few bytes",
                        400,
                        POST + "Transfer-Encoding: chunked\r\n\r\n0\r\n" + "A:b\r\n".repeat(101) + "\r\n"),
                shape("a long address", 414, "GET /" + "a".repeat(9_000) + " HTTP/1.1\r\n" + HOST + "\r\n"));
    }

    static Stream<Arguments> refusedBodies() {
        String checkout = "POST /api/billing/checkout HTTP/1.1\r\n" + HOST;
        String login = "POST /billing/login HTTP/1.1\r\n" + HOST + "Content-Length: 2\r\nContent-Type: ";
        String authorized = checkout + "Authorization: Bearer acme manage\r\nContent-Length: 2\r\nContent-Type: ";
        return Stream.of(
                shape("a gzipped body", 415, POST + "Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}"),
                shape(
                        "an uncoded body that says so",
                        415,
                        POST + "Content-Encoding: identity\r\nContent-Length: 0\r\n\r\n"),
                shape("a webhook that is no JSON", 415, POST.replace("json", "xml") + "Content-Length: 2\r\n\r\n{}"),
                shape(
                        "an unknown character set",
                        415,
                        POST.replace("json", "json; charset=x") + "Content-Length: 0\r\n\r\n"),
                shape("a command that is no JSON", 415, authorized + "text/plain\r\n\r\n{}"),
                shape("a command that is nearly JSON", 415, authorized + "application/jsonx\r\n\r\n{}"),
                shape("a form with files", 415, login + "multipart/form-data; boundary=x\r\n\r\n--"),
                shape(
                        "a form in an unknown character set",
                        415,
                        login + "application/x-www-form-urlencoded;charset=x\r\n\r\na="),
                shape("a large webhook", 413, POST + "Content-Length: 262145\r\n\r\n" + "a".repeat(262_145)),
                shape(
                        "a huge webhook, not waited for",
                        413,
                        POST + "Expect: 100-continue\r\nContent-Length: 99999999\r\n\r\n"),
                shape(
                        "a webhook said to be a little too large, not asked for",
                        413,
                        POST + "Expect: 100-continue\r\nContent-Length: 300000\r\n\r\n"),
                shape("one that does not come, not waited for", 413, POST + "Content-Length: 300000\r\n\r\n"),
                shape("a webhook of a megabyte", 413, POST + "Content-Length: 1048576\r\n\r\n" + "a".repeat(1_048_576)),
                shape("a large command", 413, checkout + "Content-Length: 8193\r\n\r\n" + "a".repeat(8_193)),
                shape(
                        "a large command in chunks",
                        413,
                        checkout + "Transfer-Encoding: chunked\r\n\r\n" + "400\r\n" + "a".repeat(1_024) + "\r\n"
                                + "2000\r\n" + "a".repeat(8_192) + "\r\n0\r\n\r\n"),
                shape(
                        "a large body for no route",
                        413,
                        "PUT /nowhere HTTP/1.1\r\n" + HOST + "Content-Length: 8193\r\n\r\n" + "a".repeat(8_193)));
    }

    static Stream<Arguments> methods() {
        return Stream.of("TRACE", "FOO", "get", "DELETE", "PUT", "OPTIONS", "PROPFIND")
                .map(method -> shape(method, 405, method + " /api/billing/status HTTP/1.1\r\n" + HOST + "\r\n"));
    }

    private static Arguments shape(String name, int status, String bytes) {
        return Arguments.of(name, status, bytes);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformed")
    void what_is_malformed_is_refused_and_the_connection_with_it(String name, int status, String bytes) {
        String answer = RawClient.exchange(port(), bytes + HIDDEN);
        assertThat(answer).startsWith("HTTP/1.1 " + status + " ").doesNotContain("\"status\":\"live\"");
        problem(answer, status);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusedBodies")
    void a_body_that_is_not_taken_is_refused(String name, int status, String bytes) {
        problem(RawClient.exchange(port(), bytes), status);
    }

    /** Where a proxy sends on what it was sent, a connection that is reset would be all that its client hears. */
    @Test
    void what_comes_of_a_body_after_it_was_refused_is_taken_and_its_sender_not_cut_off() throws Exception {
        try (Socket client = RawClient.connect(port())) {
            // So that little is sent before the server takes it.
            client.setSendBufferSize(SMALL_BUFFER);
            OutputStream out = client.getOutputStream();
            out.write((POST + "Content-Length: 300000\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
            problem(new String(client.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1), 413);
            assertThatCode(() -> out.write(new byte[300_000])).doesNotThrowAnyException();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("methods")
    void another_method_is_told_which_one_is_taken(String name, int status, String bytes) {
        String answer = RawClient.exchange(port(), bytes);
        problem(answer, status);
        assertThat(answer).contains("Allow: GET, HEAD\r\n");
    }

    private static void problem(String answer, int status) {
        Matcher statuses = STATUS.matcher(answer.substring(0, Math.min(answer.length(), 20)));
        assertThat(statuses.find()).as(answer).isTrue();
        assertThat(Integer.parseInt(statuses.group(1))).as(answer).isEqualTo(status);
        assertThat(answer.split("HTTP/1\\.1 \\d{3} ", -1)).as("one answer").hasSize(2);
        assertThat(answer)
                .contains("Content-Type: application/problem+json")
                .contains("Cache-Control: no-store")
                .contains("X-Content-Type-Options: nosniff")
                .containsPattern("\"requestId\":\"[0-9a-f]+\"")
                .containsPattern("X-Request-Id: [0-9a-f]+")
                .doesNotContain("Exception", "at org.", "at dev.", "Server: ");
    }

    @Test
    void two_requests_on_one_connection_are_two_answers() {
        String answer = RawClient.exchangeUntilClosed(
                port(), HIDDEN + HIDDEN.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
        assertThat(answer).containsPattern("(?s)HTTP/1.1 200 .*HTTP/1.1 200 ");
    }

    @Test
    void a_body_in_chunks_is_one_body() {
        String answer = RawClient.exchange(port(), CHUNKED + "2;a=b\r\nab\r\n1\r\nc\r\n0\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 400 ").contains("signature_missing");
    }

    @Test
    void nothing_is_upgraded() {
        String upgrade =
                GET + HOST + "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n";
        assertThat(RawClient.exchange(port(), upgrade)).startsWith("HTTP/1.1 200 ");
    }

    private static int port() {
        return running.base.getPort();
    }
}
