package dev.missioncontrol.billing.bench;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** Whole requests as they go over the wire. */
final class Requests {
    private Requests() {}

    static byte[] get(String path, String bearer) {
        return ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + bearer + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] get(String path) {
        return ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] post(String path, byte[] body, String signature) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream(body.length + 256);
        whole.writeBytes(("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        + "Stripe-Signature: " + signature + "\r\nContent-Length: " + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        whole.writeBytes(body);
        return whole.toByteArray();
    }

    /** Always the same one. */
    static Supplier<byte[]> same(byte[] request) {
        return () -> request;
    }
}
