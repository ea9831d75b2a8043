package io.rsyncbackup.location;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What each part of a location must be, so that it can stand in a command line and means one place only. */
final class LocationRules {
    private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*");
    private static final Pattern HEX_GROUP = Pattern.compile("[0-9A-Fa-f]{1,4}");
    private static final Pattern ZONE = Pattern.compile("[A-Za-z0-9._-]+");
    private static final Pattern DOTTED_QUAD =
            Pattern.compile("(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}");
    private static final int ADDRESS_GROUPS = 8;
    private static final int HIGHEST_PORT = 65_535;

    private LocationRules() {}

    static void text(String what, String text) {
        if (text.isEmpty()) {
            throw new InvalidLocationException(what + " is empty");
        }
        if (text.indexOf('\0') >= 0) {
            throw new InvalidLocationException(what + " contains a NUL character");
        }
        if (text.indexOf('\n') >= 0) {
            throw new InvalidLocationException(what + " contains a line break");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new InvalidLocationException(what + " contains a character that no file name can have");
        }
    }

    static void user(@Nullable String user) {
        if (user == null) {
            return;
        }
        word("the user", user);
        if (user.indexOf(':') >= 0 || user.indexOf('/') >= 0 || user.indexOf('[') >= 0) {
            throw new InvalidLocationException("the user " + user + " contains one of : / [, which rsync cannot read");
        }
    }

    static void host(String host) {
        word("the host", host);
        boolean valid =
                host.indexOf(':') >= 0 ? address(host) : HOST_NAME.matcher(host).matches();
        if (!valid) {
            throw new InvalidLocationException(
                    "the host " + host
                            + " is neither a host name (letters, digits, dots, hyphens) nor an address; an IPv6 address stands in brackets: [fe80::1]:/dir");
        }
    }

    static void port(@Nullable Integer port) {
        if (port != null && (port < 1 || port > HIGHEST_PORT)) {
            throw new InvalidLocationException("the port " + port + " is not between 1 and " + HIGHEST_PORT);
        }
    }

    static void module(String module) {
        text("the module", module);
        if (module.startsWith("-") || module.equals(".") || module.equals("..")) {
            throw new InvalidLocationException("the module " + module + " must be a name, and begin with no hyphen");
        }
        if (module.indexOf(':') >= 0) {
            throw new InvalidLocationException(
                    "the module " + module + " contains a colon; an IPv6 address stands in brackets: [fe80::1]:/dir");
        }
        if (module.indexOf('/') >= 0
                || module.indexOf(']') >= 0
                || module.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidLocationException("the module contains / or ] or a control character");
        }
    }

    /** The path without doubled slashes, {@code .} elements and a slash at its end. */
    static String normalized(String path) {
        List<String> elements = new ArrayList<>();
        for (String element : path.split("/", -1)) {
            if (element.equals("..")) {
                throw new InvalidLocationException("the path " + path
                        + " contains .. : write where that leads, since it may cross a symbolic link");
            }
            if (!element.isEmpty() && !element.equals(".")) {
                elements.add(element);
            }
        }
        return "/" + String.join("/", elements);
    }

    static void absolute(String path) {
        text("the path", path);
        if (path.startsWith("~")) {
            throw new InvalidLocationException(
                    "the path " + path + " begins with ~ : write the whole path of that home");
        }
        if (!path.startsWith("/")) {
            throw new InvalidLocationException("the path " + path + " is relative: it must begin with /");
        }
    }

    static void absoluteAndNormalized(String path) {
        absolute(path);
        if (!normalized(path).equals(path)) {
            throw new InvalidLocationException("the path " + path + " is not normalized: write " + normalized(path));
        }
    }

    private static void word(String what, String text) {
        text(what, text);
        if (text.startsWith("-")) {
            throw new InvalidLocationException(
                    what + " " + text + " begins with a hyphen: a program would take it for an option");
        }
        if (text.chars().anyMatch(c -> Character.isISOControl(c) || Character.isWhitespace(c))) {
            throw new InvalidLocationException(what + " contains white space or a control character");
        }
    }

    private static boolean address(String host) {
        int percent = host.indexOf('%');
        if (percent >= 0 && !ZONE.matcher(host.substring(percent + 1)).matches()) {
            return false;
        }
        String address = percent >= 0 ? host.substring(0, percent) : host;
        int gap = address.indexOf("::");
        if (gap < 0) {
            return groups(address, true) == ADDRESS_GROUPS;
        }
        int before = groups(address.substring(0, gap), false);
        int after = groups(address.substring(gap + 2), true);
        return before >= 0 && after >= 0 && before + after < ADDRESS_GROUPS;
    }

    /** How many groups of 16 bits; -1 when there is anything else among them. */
    private static int groups(String text, boolean mayEndDotted) {
        if (text.isEmpty()) {
            return 0;
        }
        String[] groups = text.split(":", -1);
        int count = 0;
        for (int i = 0; i < groups.length; i++) {
            if (HEX_GROUP.matcher(groups[i]).matches()) {
                count++;
            } else if (mayEndDotted
                    && i == groups.length - 1
                    && DOTTED_QUAD.matcher(groups[i]).matches()) {
                count += 2;
            } else {
                return -1;
            }
        }
        return count;
    }
}
