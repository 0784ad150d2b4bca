package messenger.shell;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.MetaTypeInformation;
import org.osgi.service.metatype.MetaTypeService;
import org.osgi.service.metatype.ObjectClassDefinition;

/** The descriptions that bundles carry, where a MetaTypeService is there to read them. */
final class MetatypeAttributes implements Attributes {
    private final BundleContext context;
    private final MetaTypeService metatype;

    private MetatypeAttributes(BundleContext context, MetaTypeService metatype) {
        this.context = context;
        this.metatype = metatype;
    }

    /** What a MetaTypeService tells; null without one. */
    static Attributes of(BundleContext context, Object metatype) {
        try {
            return metatype == null ? null : new MetatypeAttributes(context, (MetaTypeService) metatype);
        } catch (NoClassDefFoundError e) {
            // it came after this bundle was resolved, which sees it after a refresh
            return null;
        }
    }

    @Override
    public Optional<List<Attribute>> of(String factoryPid) {
        for (Bundle bundle : context.getBundles()) {
            MetaTypeInformation information = metatype.getMetaTypeInformation(bundle);
            if (information != null
                    && Arrays.asList(information.getFactoryPids()).contains(factoryPid)) {
                ObjectClassDefinition definition = information.getObjectClassDefinition(factoryPid, null);
                return Optional.of(Arrays.stream(definition.getAttributeDefinitions(ObjectClassDefinition.ALL))
                        .map(MetatypeAttributes::attribute)
                        .toList());
            }
        }
        return Optional.empty();
    }

    private static Attribute attribute(AttributeDefinition definition) {
        return new Attribute(
                definition.getID(),
                definition.getDescription() == null ? "" : definition.getDescription(),
                type(definition.getType()),
                definition.getCardinality() != 0,
                list(definition.getDefaultValue()),
                list(definition.getOptionValues()),
                definition::validate);
    }

    private static List<String> list(String[] values) {
        return values == null ? List.of() : List.of(values);
    }

    private static Class<?> type(int type) {
        return switch (type) {
            case AttributeDefinition.LONG -> Long.class;
            case AttributeDefinition.INTEGER, AttributeDefinition.SHORT, AttributeDefinition.BYTE -> Integer.class;
            case AttributeDefinition.DOUBLE, AttributeDefinition.FLOAT -> Double.class;
            case AttributeDefinition.BOOLEAN -> Boolean.class;
            default -> String.class;
        };
    }
}
