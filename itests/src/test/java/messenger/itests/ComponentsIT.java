package messenger.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import javax.inject.Inject;
import messenger.api.MessengerConstants;
import org.junit.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/** All components of the delivered bundles find what they need, and no bundle is tied to one that is to be updated. */
public class ComponentsIT extends ContainerTest {
    private static final List<String> WITH_COMPONENTS = List.of(
            "messenger.core",
            "messenger.simple",
            "messenger.xio",
            "messenger.shell",
            "messenger.examples.pingpong",
            "messenger.examples.load",
            "messenger.examples.relay",
            "messenger.examples.monmap");

    @Inject
    private ServiceComponentRuntime components;

    @Test
    public void componentsAreSatisfied() throws Exception {
        for (String name : WITH_COMPONENTS) {
            Collection<ComponentDescriptionDTO> all = components.getComponentDescriptionDTOs(bundle(name));
            assertFalse(name, all.isEmpty());
            for (ComponentDescriptionDTO component : all) {
                if (component.configurationPolicy.equals("require")) {
                    // those of another test may still be on their way out
                    Await.until(
                            () -> configurations(component).isEmpty(), () -> "the end of " + configurations(component));
                } else {
                    assertSatisfied(component);
                }
            }
        }
    }

    @Test
    public void configuredComponentsAreActive() throws Exception {
        parties.listening("osd.0", Map.of());
        for (String name : List.of("messenger.core", "messenger.simple")) {
            for (ComponentDescriptionDTO component : components.getComponentDescriptionDTOs(bundle(name))) {
                assertSatisfied(component);
                assertTrue(
                        component.name,
                        configurations(component).stream().allMatch(c -> c.state == ComponentConfigurationDTO.ACTIVE));
            }
        }
    }

    private void assertSatisfied(ComponentDescriptionDTO component) {
        assertFalse(component.name, configurations(component).isEmpty());
        for (ComponentConfigurationDTO configuration : configurations(component)) {
            assertNull(component.name, configuration.failure);
            assertTrue(
                    component.name + " " + configuration,
                    (configuration.state & (ComponentConfigurationDTO.SATISFIED | ComponentConfigurationDTO.ACTIVE))
                            != 0);
        }
    }

    private Collection<ComponentConfigurationDTO> configurations(ComponentDescriptionDTO component) {
        return components.getComponentConfigurationDTOs(component);
    }

    @Test
    public void bundlesAreTiedByPackagesOnly() {
        for (Bundle bundle : context.getBundles()) {
            if (bundle.getSymbolicName().startsWith("messenger.")) {
                for (BundleWire wire : bundle.adapt(BundleWiring.class).getRequiredWires(null)) {
                    assertTrue(
                            wire.toString(),
                            !wire.getProvider().getSymbolicName().startsWith("messenger.")
                                    || wire.getCapability().getNamespace().equals(PackageNamespace.PACKAGE_NAMESPACE));
                }
            }
        }
    }

    @Test
    public void nobodyIsTiedToATransport() {
        for (Wire wire : Wire.values()) {
            Bundle transport = bundle(wire.bundle());
            assertEquals(List.of(), transport.adapt(BundleWiring.class).getProvidedWires(null));
            var capability = transport
                    .adapt(BundleRevision.class)
                    .getDeclaredCapabilities(MessengerConstants.TRANSPORT_NAMESPACE)
                    .getFirst();
            assertEquals(wire.type, capability.getAttributes().get("type"));
            assertEquals("active", capability.getDirectives().get("effective"));
        }
    }

    private Bundle bundle(String symbolicName) {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> symbolicName.equals(bundle.getSymbolicName()))
                .findFirst()
                .orElseThrow();
    }
}
