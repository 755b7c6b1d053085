package shop;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** The shop's own security, as it was before billing came: billing believes it. */
final class Users {
    /** Somebody who is signed in. */
    record User(String name, String company) {}

    private Users() {}

    static Optional<User> signedIn(HttpServletRequest request) {
        String ann = "Basic " + Base64.getEncoder().encodeToString("ann@acme:secret".getBytes(StandardCharsets.UTF_8));
        return ann.equals(request.getHeader("Authorization")) ? Optional.of(new User("ann", "acme")) : Optional.empty();
    }
}
