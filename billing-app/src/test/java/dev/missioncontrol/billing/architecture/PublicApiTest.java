package dev.missioncontrol.billing.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What others compile against is written down in {@code docs/api}: nothing of it goes, and nothing comes, without somebody
 * saying so. After a change that is meant: {@code mvn -pl billing-app -am test -Dtest=PublicApiTest -Dapi.update=true
 * -Dsurefire.failIfNoSpecifiedTests=false}, and a line in the changelog.
 */
class PublicApiTest {
    private static final Path WRITTEN_DOWN = Path.of("../docs/api");
    private static final String UPDATE = "api.update";

    /** What is public of each jar. The domain's root package is its own, without those below it. */
    private static final Map<String, String[]> PACKAGES = Map.of(
            "billing-domain", House.DOMAIN,
            "billing-stripe-adapter", new String[] {House.STRIPE},
            "billing-persistence", new String[] {House.PERSISTENCE},
            "billing-http", new String[] {House.HTTP});

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(new House.WithoutTestJars())
            .importPackages(House.ROOT);

    @ParameterizedTest
    @ValueSource(strings = {"billing-domain", "billing-stripe-adapter", "billing-persistence", "billing-http"})
    void nothing_that_others_compile_against_changes_unnoticed(String jar) throws IOException {
        Set<String> now = signatures(jar);
        Path file = WRITTEN_DOWN.resolve(jar + ".txt");
        if (Boolean.getBoolean(UPDATE)) Files.write(file, now);

        Set<String> then = new TreeSet<>(Files.readAllLines(file));

        assertThat(missing(then, now))
                .as("gone, or changed: this breaks those who compile against " + jar)
                .isEmpty();
        assertThat(missing(now, then))
                .as("new in " + jar + ": from now on others compile against it; see this test's Javadoc")
                .isEmpty();
    }

    private static List<String> missing(Set<String> of, Set<String> in) {
        return of.stream().filter(line -> !in.contains(line)).toList();
    }

    private static Set<String> signatures(String jar) {
        Set<String> lines = new TreeSet<>();
        for (JavaClass type : HOUSE) {
            boolean inJar = Stream.of(PACKAGES.get(jar)).anyMatch(pattern -> in(type, pattern));
            if (!inJar || !visible(type)) continue;
            lines.add(head(type));
            Stream.of(type.getFields(), type.getConstructors(), type.getMethods())
                    .flatMap(Set::stream)
                    .filter(member -> visible(type, member))
                    .forEach(member -> lines.add(type.getName() + " | " + line(member)));
        }
        assertThat(lines).as("what is public of " + jar).isNotEmpty();
        return lines;
    }

    private static boolean in(JavaClass type, String pattern) {
        String name = pattern.replace("..", "");
        return type.getPackageName().equals(name)
                || pattern.endsWith("..") && type.getPackageName().startsWith(name + ".");
    }

    /** Public itself and in all that it stands in. */
    private static boolean visible(JavaClass type) {
        boolean open = type.getModifiers().contains(JavaModifier.PUBLIC) && !type.isAnonymousClass();
        return open && type.getEnclosingClass().map(PublicApiTest::visible).orElse(true);
    }

    private static boolean visible(JavaClass owner, JavaMember member) {
        if (member.getModifiers().contains(JavaModifier.SYNTHETIC)) return false;
        boolean heirs = !owner.getModifiers().contains(JavaModifier.FINAL);
        return member.getModifiers().contains(JavaModifier.PUBLIC)
                || heirs && member.getModifiers().contains(JavaModifier.PROTECTED);
    }

    private static String head(JavaClass type) {
        List<String> above = new ArrayList<>();
        type.getRawSuperclass()
                .map(JavaClass::getName)
                .filter(name -> !name.equals("java.lang.Object"))
                .ifPresent(above::add);
        type.getRawInterfaces().stream().map(JavaClass::getName).sorted().forEach(above::add);
        String kind = type.isInterface() ? "interface" : type.isEnum() ? "enum" : type.isRecord() ? "record" : "class";
        return type.getName() + " = " + modifiers(type.getModifiers()) + kind
                + (above.isEmpty() ? "" : " of " + String.join(", ", above));
    }

    private static String line(JavaMember member) {
        if (member instanceof JavaField field)
            return modifiers(field.getModifiers()) + field.getType().getName() + " " + field.getName();
        JavaCodeUnit code = (JavaCodeUnit) member;
        String parameters = code.getParameterTypes().stream()
                .map(com.tngtech.archunit.core.domain.JavaType::getName)
                .collect(Collectors.joining(", "));
        return modifiers(code.getModifiers()) + code.getReturnType().getName() + " " + code.getName() + "(" + parameters
                + ")";
    }

    private static String modifiers(Set<JavaModifier> all) {
        return Stream.of(JavaModifier.PROTECTED, JavaModifier.ABSTRACT, JavaModifier.STATIC, JavaModifier.FINAL)
                .filter(all::contains)
                .map(modifier -> modifier.name().toLowerCase(java.util.Locale.ROOT) + " ")
                .collect(Collectors.joining());
    }
}
