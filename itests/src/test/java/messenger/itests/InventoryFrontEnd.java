package messenger.itests;

import jakarta.servlet.Servlet;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

/** The servlet by which Felix shows its inventory, without a web server. */
final class InventoryFrontEnd {
    private static final String LABEL = "(felix.webconsole.label=config)";

    private final BundleContext context;

    InventoryFrontEnd(BundleContext context) {
        this.context = context;
    }

    /** What a browser gets for a path, such as {@code /config/messenger.txt}. */
    byte[] get(String path) throws Exception {
        Collection<ServiceReference<Servlet>> found = context.getServiceReferences(Servlet.class, LABEL);
        if (found.isEmpty()) {
            throw new AssertionError("no servlet " + LABEL);
        }
        ServiceReference<Servlet> reference = found.iterator().next();
        Servlet servlet = context.getService(reference);
        try {
            ServletContext none = fake(ServletContext.class, (self, method, arguments) -> null);
            servlet.init(fake(
                    ServletConfig.class,
                    (self, method, arguments) -> method.getName().equals("getServletContext") ? none : null));
            Response response = new Response();
            servlet.service(
                    fake(HttpServletRequest.class, (self, method, arguments) -> switch (method.getName()) {
                        case "getMethod" -> "GET";
                        case "getPathInfo" -> path;
                        default -> null;
                    }),
                    fake(HttpServletResponse.class, response));
            response.writer.flush();
            return response.bytes.toByteArray();
        } finally {
            context.ungetService(reference);
        }
    }

    String text(String path) throws Exception {
        return new String(get(path), StandardCharsets.UTF_8);
    }

    private static final class Response implements InvocationHandler {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final PrintWriter writer = new PrintWriter(bytes, false, StandardCharsets.UTF_8);
        private final ServletOutputStream stream = new ServletOutputStream() {
            @Override
            public boolean isReady() {
                return true;
            }

            @Override
            public void setWriteListener(WriteListener listener) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void write(int b) {
                bytes.write(b);
            }
        };

        @Override
        public Object invoke(Object self, Method method, Object[] arguments) {
            return switch (method.getName()) {
                case "getWriter" -> writer;
                case "getOutputStream" -> stream;
                case "sendError" -> throw new AssertionError("HTTP status " + arguments[0]);
                default -> null;
            };
        }
    }

    private static <T> T fake(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(InventoryFrontEnd.class.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
