package dev.missioncontrol.billing.http.auth;

import java.util.Optional;

/**
 * What a request shows of who sent it.
 *
 * @param authorization the header of that name, as it came
 * @param cookie the value of the billing page's cookie
 */
public record Credentials(Optional<String> authorization, Optional<String> cookie) {}
