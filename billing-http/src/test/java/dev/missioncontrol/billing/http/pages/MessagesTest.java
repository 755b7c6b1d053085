package dev.missioncontrol.billing.http.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.ibm.icu.text.MessageFormat;
import com.ibm.icu.text.PluralRules;
import com.ibm.icu.util.ULocale;
import dev.missioncontrol.billing.usecase.Rejection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The texts of the pages: whole in every language, all used, and read as ICU reads them. */
class MessagesTest {
    static final List<String> LANGUAGES = Languages.SPOKEN;

    private static final Path PAGES = Path.of("src/main/java/dev/missioncontrol/billing/http");
    private static final List<Object> NUMBERS = List.of(0L, 1L, 2L, 5L, 21L, 1200L);
    private static final List<Object> WORDS = List.of("month", "year");

    private static Map<String, String> texts(String language) {
        Map<String, String> texts = new TreeMap<>();
        for (String part : Messages.PARTS)
            Messages.texts(part, language).forEach((key, text) -> texts.put((String) key, (String) text));
        return texts;
    }

    @ParameterizedTest
    @FieldSource("LANGUAGES")
    void every_language_has_the_same_keys_with_the_same_arguments(String language) {
        assertThat(arguments(language)).isEqualTo(arguments("en"));
    }

    private static Map<String, Set<String>> arguments(String language) {
        return new TreeMap<>(Messages.of(language).all().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().arguments())));
    }

    @ParameterizedTest
    @FieldSource("LANGUAGES")
    void every_text_reads_as_icu_reads_it_in_every_form(String language) {
        Wording wording = new Wording(Locale.forLanguageTag(language));
        texts(language).forEach((key, text) -> {
            MessageFormat icu = new MessageFormat(text, ULocale.forLanguageTag(language));
            for (Map<String, Object> given : combinations(MessagePattern.parse(text))) {
                String ours = wording.say(key, flat(given));
                assertThat(ours)
                        .as("%s %s", key, given)
                        .isEqualTo(icu.format(given))
                        .isNotBlank();
                assertThat(ours).as("%s %s", key, given).doesNotContain("{", "}", "#", "  ");
            }
        });
    }

    /** What decides between forms, in every combination; all else is a name. */
    private static List<Map<String, Object>> combinations(MessagePattern pattern) {
        Map<String, List<Object>> values = new TreeMap<>();
        for (String name : pattern.arguments()) values.put(name, List.of("Team"));
        values.putAll(deciding(pattern));
        List<Map<String, Object>> all = List.of(Map.of());
        for (Map.Entry<String, List<Object>> one : values.entrySet())
            all = all.stream()
                    .flatMap(given -> one.getValue().stream().map(value -> {
                        Map<String, Object> more = new HashMap<>(given);
                        more.put(one.getKey(), value);
                        return more;
                    }))
                    .toList();
        return all;
    }

    private static Map<String, List<Object>> deciding(MessagePattern pattern) {
        Map<String, List<Object>> values = new TreeMap<>();
        for (MessagePattern.Part part : pattern.parts()) {
            if (part instanceof MessagePattern.Plural plural) values.put(plural.name(), NUMBERS);
            if (part instanceof MessagePattern.Select select) values.put(select.name(), WORDS);
        }
        return values;
    }

    private static Object[] flat(Map<String, Object> given) {
        return given.entrySet().stream()
                .flatMap(one -> Stream.of(one.getKey(), one.getValue()))
                .toArray();
    }

    @ParameterizedTest
    @FieldSource("LANGUAGES")
    void every_plural_has_exactly_the_forms_of_its_language(String language) {
        Set<String> forms =
                PluralRules.forLocale(ULocale.forLanguageTag(language)).getKeywords();
        Messages.of(language)
                .all()
                .forEach((key, pattern) -> pattern.parts().stream()
                        .filter(MessagePattern.Plural.class::isInstance)
                        .map(part -> ((MessagePattern.Plural) part).forms().keySet())
                        .forEach(named -> assertThat(
                                        named.stream().map(one -> one.name().toLowerCase(Locale.ROOT)))
                                .as(key)
                                .containsExactlyInAnyOrderElementsOf(forms)));
    }

    @Test
    void no_text_is_unused() {
        Set<String> literals = literals();
        assertThat(texts("en").keySet()).allMatch(key -> used(key, literals), "used in a page");
    }

    /** By its name, by a name that {@code .price} is added to, or by a code or a status behind a dot. */
    private static boolean used(String key, Set<String> literals) {
        String head = key.substring(0, key.lastIndexOf('.'));
        String tail = key.substring(key.lastIndexOf('.'));
        boolean priced = tail.equals(".price") && literals.contains(head) && literals.contains(tail);
        boolean ofSeats = literals.contains(head) && literals.contains(tail);
        return literals.contains(key)
                || priced
                || ofSeats
                || CODED.contains(head + ".") && literals.contains(head + ".");
    }

    private static final Set<String> CODED = Set.of("rejection.", "refusal.", "failure.");

    private static Set<String> literals() {
        Set<String> found = new TreeSet<>();
        Pattern literal = Pattern.compile("\"(\\.?[a-z][a-z0-9_.]*)\"");
        try (Stream<Path> files = Files.walk(PAGES)) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".java")).toList())
                literal.matcher(Files.readString(file)).results().forEach(match -> found.add(match.group(1)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    @Test
    void every_rejection_has_its_words_and_every_refusal_a_problem() {
        Set<String> literals = literals();
        for (String key : texts("en").keySet()) {
            String code = key.substring(key.indexOf('.') + 1).replaceAll("\\..*", "");
            if (key.startsWith("rejection."))
                assertThat(Arrays.stream(Rejection.Code.values())
                                .map(one -> one.name().toLowerCase(Locale.ROOT)))
                        .contains(code);
            if (key.startsWith("refusal.")) assertThat(literals).as(key).containsAnyOf(code, key);
        }
        for (Rejection.Code code : Rejection.Code.values())
            assertThat(Rejections.sentence(code, Optional.empty(), Locale.GERMANY))
                    .isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "}",
                "{}",
                "{a, number}",
                "{a, plural, one {#}}",
                "{a, plural, some {#} other {#}}",
                "{a, select, x {y}}",
                "{a, plural, other {#}",
                "{a b}"
            })
    void a_text_that_is_none_is_refused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> MessagePattern.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "It''s {a}",
                "It's {a}",
                "'{a}' {a}",
                "'{'{a}'}'",
                "{n, plural, one {'#' #} other {{a}: #}}",
                "{n, plural, =1 {one} other {{k, select, x {#x} other {#y}}}}",
                "# {a}",
                "{ a } and '{b",
                "{a, select, Team {t} other {o}}"
            })
    void apostrophes_numbers_and_nesting_are_icus(String text) {
        Map<String, Object> given = Map.of("a", "Team", "n", 1L, "k", "x");
        assertThat(new Wording(Locale.ENGLISH).fill(MessagePattern.parse(text), given))
                .isEqualTo(new MessageFormat(text, ULocale.ENGLISH).format(given));
    }
}
