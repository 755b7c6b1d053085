package dev.missioncontrol.billing.app.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The variables of the environment, and below them those of a file: lines of {@code NAME=value}. */
public final class Variables {
    /** Largest file in bytes: some thousand lines are far less. */
    private static final int LARGEST_FILE = 1024 * 1024;

    private Variables() {}

    /**
     * All of them; what the environment sets wins. Blank lines and lines that begin with {@code #} say nothing; a value may
     * stand in double quotes.
     *
     * @throws ConfigurationErrors if the file can't be read, or with every line that is wrong
     */
    public static Map<String, String> of(Map<String, String> environment, Optional<Path> file) {
        Map<String, String> all = file.map(Variables::read).orElseGet(HashMap::new);
        all.putAll(environment);
        return all;
    }

    private static Map<String, String> read(Path file) {
        Map<String, String> variables = new HashMap<>();
        List<ConfigurationErrors.Fault> faults = new ArrayList<>();
        List<String> lines = lines(file);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) continue;
            int equals = line.indexOf('=');
            String name = equals < 0 ? "" : line.substring(0, equals).strip();
            if (!name.matches("[A-Z][A-Z0-9_]*"))
                faults.add(new ConfigurationErrors.Fault(file + " line " + (i + 1), "must be NAME=value"));
            else if (variables.put(name, unquoted(line.substring(equals + 1).strip())) != null)
                faults.add(new ConfigurationErrors.Fault(file + " line " + (i + 1), "sets " + name + " again"));
        }
        if (!faults.isEmpty()) throw new ConfigurationErrors(faults);
        return variables;
    }

    private static List<String> lines(Path file) {
        try {
            return BoundedFile.read(file, LARGEST_FILE).lines().toList();
        } catch (IOException e) {
            throw new ConfigurationErrors(List.of(new ConfigurationErrors.Fault(
                    file.toString(), "can't be read as UTF-8 text of at most " + LARGEST_FILE + " bytes")));
        }
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
