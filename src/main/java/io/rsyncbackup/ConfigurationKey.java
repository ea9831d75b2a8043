package io.rsyncbackup;

import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.context.properties.bind.Name;

/** What may stand at one place of the configuration. */
sealed interface ConfigurationKey {
    /** One value. */
    record Value() implements ConfigurationKey {}

    /** A list of values. */
    record Values() implements ConfigurationKey {}

    /** A list of things with keys of their own. */
    record Elements(ConfigurationKey element) implements ConfigurationKey {}

    /** Names that the person chooses. */
    record Named(ConfigurationKey element) implements ConfigurationKey {}

    /** Names that the server knows; by them in kebab case. */
    record Keys(Map<String, ConfigurationKey> keys) implements ConfigurationKey {}

    /** One value, or names that the server knows. */
    record ValueOrKeys(Keys keys) implements ConfigurationKey {}

    /** What a later version will understand. */
    record Later() implements ConfigurationKey {}

    /** The places that a record of properties describes. */
    static ConfigurationKey of(Type type) {
        if (type == String.class) {
            return new Value();
        }
        if (type instanceof ParameterizedType generic) {
            Type element = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
            if (generic.getRawType() == List.class) {
                return element == String.class ? new Values() : new Elements(of(element));
            }
            return new Named(of(element));
        }
        if (type instanceof Class<?> properties && properties.isRecord()) {
            Map<String, ConfigurationKey> keys = new TreeMap<>();
            for (RecordComponent component : properties.getRecordComponents()) {
                keys.put(name(component), of(component.getGenericType()));
            }
            return isWrittenShort(properties) ? new ValueOrKeys(new Keys(keys)) : new Keys(keys);
        }
        throw new IllegalArgumentException("no place of the configuration: " + type);
    }

    /** The same with more keys, which are refused as not yet supported. */
    static Keys withLater(ConfigurationKey keys, String... later) {
        Map<String, ConfigurationKey> all = new TreeMap<>(((Keys) keys).keys());
        Arrays.stream(later).forEach(key -> all.put(key, new Later()));
        return new Keys(all);
    }

    /** As Spring's binder sees it: what can be made of one text. */
    private static boolean isWrittenShort(Class<?> properties) {
        return Arrays.stream(properties.getDeclaredMethods())
                .anyMatch(method -> Modifier.isStatic(method.getModifiers())
                        && method.getName().equals("of")
                        && Arrays.equals(method.getParameterTypes(), new Class<?>[] {String.class}));
    }

    private static String name(RecordComponent component) {
        try {
            Name name = component
                    .getDeclaringRecord()
                    .getDeclaredField(component.getName())
                    .getAnnotation(Name.class);
            return name == null ? kebab(component.getName()) : name.value();
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String kebab(String camel) {
        return camel.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
