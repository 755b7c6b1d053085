package dev.missioncontrol.billing.provider;

import java.time.YearMonth;
import java.util.Optional;

/**
 * What a subscription is paid with, as far as people need it to recognise it. Nothing of it can be paid with.
 *
 * @param type the provider's word: {@code card}, {@code sepa_debit}
 * @param brand the card's brand or the bank, for example {@code visa}
 * @param last4 the last four characters of its number
 * @param expiry the last month in which a card works
 */
public record PaymentMethod(String type, Optional<String> brand, Optional<String> last4, Optional<YearMonth> expiry) {}
