package dev.ascent.attack;

import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.WriterAppender;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.layout.PatternLayout;

/** All that this process logs at level INFO, failures with their causes, until it is closed. */
final class LogCapture implements AutoCloseable {
  private static final String NAME = "capture";

  private final StringWriter written = new StringWriter();
  private final LoggerContext context = (LoggerContext) LogManager.getContext(false);
  private final Configuration configuration = context.getConfiguration();
  private final Map<String, Level> levels = new HashMap<>();
  private final WriterAppender appender;

  LogCapture() {
    PatternLayout layout = PatternLayout.newBuilder().withPattern("%level %c: %m%n%ex").build();
    appender =
        WriterAppender.newBuilder().setName(NAME).setTarget(written).setLayout(layout).build();
    appender.start();
    // Only what was shown before goes on being shown.
    for (LoggerConfig logger : configuration.getLoggers().values()) {
      levels.put(logger.getName(), logger.getLevel());
      logger.getAppenders().keySet().stream()
          .toList()
          .forEach(
              shown -> {
                logger.removeAppender(shown);
                logger.addAppender(configuration.getAppender(shown), logger.getLevel(), null);
              });
      logger.setLevel(Level.INFO);
    }
    configuration.getRootLogger().addAppender(appender, Level.INFO, null);
    context.updateLoggers();
  }

  String text() {
    return written.toString();
  }

  @Override
  public void close() {
    configuration.getRootLogger().removeAppender(NAME);
    levels.forEach((name, level) -> configuration.getLoggers().get(name).setLevel(level));
    context.updateLoggers();
    appender.stop();
  }
}
