package io.rsyncbackup.device;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The argv of every program that this room starts, without sudo. Pure. */
final class DeviceCommands {
    /** They say when and how loudly to start, or how to ask a person; here a key file is read, once, now. */
    private static final Set<String> WITHOUT_MEANING = Set.of(
            "auto",
            "noauto",
            "fail",
            "nofail",
            "noearly",
            "initramfs",
            "loud",
            "quiet",
            "verify",
            "tries",
            "timeout",
            "_netdev");

    private static final Set<String> PLAIN_ONLY = Set.of("cipher", "hash", "size", "offset", "skip");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,15}");

    private DeviceCommands() {}

    static List<String> cryptdisksStart(Device.Crypt device) {
        return List.of("cryptdisks_start", device.name());
    }

    static List<String> cryptdisksStop(Device.Crypt device) {
        return List.of("cryptdisks_stop", device.name());
    }

    static List<String> close(String name) {
        return List.of("cryptsetup", "close", name);
    }

    static List<String> mount(Device.Mount device) {
        return List.of("mount", device.text());
    }

    /** Neither lazy nor forced: what is written must be on the disk when the step has ended. */
    static List<String> unmount(Device.Mount device) {
        return List.of("umount", device.text());
    }

    /**
     * What cryptdisks_start would do, where it is missing.
     *
     * @param source the device's file
     * @throws DeviceException when the entry has an option that only cryptdisks or systemd knows
     */
    static List<String> open(Crypttab.Entry entry, Path source) {
        boolean plain = entry.options().contains("plain");
        List<String> options = new ArrayList<>();
        for (String option : entry.options()) {
            int equals = option.indexOf('=');
            String name = equals < 0 ? option : option.substring(0, equals);
            String value = equals < 0 ? "" : option.substring(equals + 1);
            translate(entry, name, value, plain, options);
        }
        List<String> argv = new ArrayList<>(List.of("cryptsetup", "open", "--type", plain ? "plain" : "luks"));
        argv.addAll(List.of("--key-file", entry.key()));
        argv.addAll(options);
        argv.addAll(List.of("--", source.toString(), entry.name()));
        return argv;
    }

    private static void translate(
            Crypttab.Entry entry, String name, String value, boolean plain, List<String> options) {
        switch (name) {
            case "luks", "plain" -> {}
            case "readonly", "read-only" -> options.add("--readonly");
            case "discard" -> options.add("--allow-discards");
            case "same-cpu-crypt" -> options.add("--perf-same_cpu_crypt");
            case "submit-from-crypt-cpus" -> options.add("--perf-submit_from_crypt_cpus");
            case "no-read-workqueue" -> options.add("--perf-no_read_workqueue");
            case "no-write-workqueue" -> options.add("--perf-no_write_workqueue");
            case "keyfile-offset" -> options.addAll(List.of("--keyfile-offset", number(entry, name, value)));
            case "keyfile-size" -> options.addAll(List.of("--keyfile-size", number(entry, name, value)));
            case "sector-size" -> options.addAll(List.of("--sector-size", number(entry, name, value)));
            case "keyslot", "key-slot" -> options.addAll(List.of("--key-slot", number(entry, name, value)));
            case "header" -> options.addAll(List.of("--header", path(entry, name, value)));
            case "size" -> options.addAll(plain ? List.of("--key-size", number(entry, name, value)) : List.of());
            case "offset", "skip" ->
                options.addAll(plain ? List.of("--" + name, number(entry, name, value)) : List.of());
            case "cipher", "hash" -> options.addAll(plain ? List.of("--" + name, word(entry, name, value)) : List.of());
            default -> {
                if (!WITHOUT_MEANING.contains(name) && !name.startsWith("x-")) {
                    throw DeviceException.refused("the option " + name + " cannot be given to cryptsetup, and"
                            + " cryptdisks_start, which knows it, is not installed (Debian: package cryptsetup); "
                            + entry.where());
                }
            }
        }
        if (PLAIN_ONLY.contains(name) && value.isEmpty()) {
            throw wrong(entry, name, "needs a value");
        }
    }

    private static String number(Crypttab.Entry entry, String name, String value) {
        if (!NUMBER.matcher(value).matches()) {
            throw wrong(entry, name, "must be a number");
        }
        return value;
    }

    private static String path(Crypttab.Entry entry, String name, String value) {
        if (!value.startsWith("/")) {
            throw wrong(entry, name, "must be an absolute path");
        }
        return value;
    }

    private static String word(Crypttab.Entry entry, String name, String value) {
        if (value.isEmpty() || value.startsWith("-")) {
            throw wrong(entry, name, "must be the name of an algorithm");
        }
        return value;
    }

    private static DeviceException wrong(Crypttab.Entry entry, String name, String what) {
        return DeviceException.refused("the option " + name + " " + what + "; " + entry.where());
    }
}
