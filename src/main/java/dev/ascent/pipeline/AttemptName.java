package dev.ascent.pipeline;

import java.io.Serializable;
import org.apache.flink.api.common.functions.RuntimeContext;

/**
 * Tells the attempts of a run of the job apart. All subtasks of one attempt get the same name, and
 * no two attempts do, whatever checkpoint they start from.
 */
@FunctionalInterface
public interface AttemptName extends Serializable {
  String of(RuntimeContext context);

  /**
   * Names attempts as Flink does, which tells metrics a subtask's attempt as {@code
   * graph_vertex_subtask_attempt}. The graph is another one after a failure of the JobManager, and
   * its subtasks count their attempts together, as all of them are connected and so start again
   * together.
   */
  static AttemptName ofFlink() {
    return context -> {
      String id = context.getMetricGroup().getAllVariables().get("<task_attempt_id>");
      if (id == null) {
        throw new IllegalStateException("Flink does not tell the id of the task's attempt");
      }
      return id.substring(0, id.indexOf('_')) + "-" + id.substring(id.lastIndexOf('_') + 1);
    };
  }
}
