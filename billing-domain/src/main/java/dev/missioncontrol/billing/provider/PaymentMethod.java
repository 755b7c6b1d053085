package dev.missioncontrol.billing.provider;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * What a subscription is paid with, as far as people need it to recognise it. Nothing of it can be paid with.
 *
 * @param type the provider's word: {@code card}, {@code sepa_debit}
 * @param brand the card's brand or the bank, for example {@code visa}
 * @param last4 the last four characters of its number
 * @param expiry the last month in which a card works
 */
public record PaymentMethod(String type, Optional<String> brand, Optional<String> last4, Optional<YearMonth> expiry) {
    /** Whether it still works then: a card does to the end of its last month; what has no end always does. */
    public boolean worksAt(Instant then) {
        return expiry.map(last -> then.isBefore(
                        last.plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant()))
                .orElse(true);
    }
}
