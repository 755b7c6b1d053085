package dev.missioncontrol.billing.app.observe;

/** One JSON object as text, with values that are cut where their bytes, escaped, reach a bound. */
final class JsonText {
    private static final String CUT = "...";

    /** Most bytes that one character takes: an escape of six, or four of UTF-8. */
    private static final int WIDEST = 6;

    private final StringBuilder text = new StringBuilder("{");

    void field(String name, @org.jspecify.annotations.Nullable String value, int mostBytes) {
        if (text.length() > 1) text.append(',');
        value(name, mostBytes);
        text.append(':');
        value(String.valueOf(value), mostBytes);
    }

    String end() {
        return text.append('}').toString();
    }

    private void value(String value, int mostBytes) {
        text.append('"');
        int bytes = 0;
        for (int i = 0; i < value.length(); ) {
            int point = value.codePointAt(i);
            if (bytes > mostBytes - WIDEST - CUT.length()) {
                text.append(CUT);
                break;
            }
            bytes += append(point);
            i += Character.charCount(point);
        }
        text.append('"');
    }

    /** Returns how many bytes it is. */
    private int append(int point) {
        if (point == '"' || point == '\\') {
            text.append('\\').append((char) point);
            return 2;
        }
        boolean unpaired = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
        // Beside JSON's own, what some readers take for the end of a line.
        if (point < ' ' || point == 0x7f || point == 0x85 || point == 0x2028 || point == 0x2029 || unpaired) {
            text.append(String.format("\\u%04x", point));
            return WIDEST;
        }
        text.appendCodePoint(point);
        return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    }
}
