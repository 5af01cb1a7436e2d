package dev.ascent.embedded.local;

import static dev.ascent.embedded.local.Generation.FinishReason.LENGTH;
import static dev.ascent.embedded.local.Generation.FinishReason.STOP;

import de.kherud.llama.InferenceParameters;
import de.kherud.llama.LlamaIterator;
import de.kherud.llama.LlamaModel;
import de.kherud.llama.LlamaOutput;
import de.kherud.llama.ModelParameters;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;

/**
 * A llama.cpp context in this process.
 *
 * <p>Stop sequences are searched for here, not by llama.cpp: it withholds text that might become a
 * stop sequence, and loses it when the limit on tokens comes first.
 *
 * <p>What the binding (4.2.0) does not do: closing the model ends its thread but frees neither its
 * memory nor the JVM, which still counts that thread as alive. A program that used the model must
 * end with {@link System#exit}, and should load each context once.
 */
final class LlamaCppGenerator implements TextGenerator {

  private final LlamaModel model;

  private LlamaCppGenerator(LlamaModel model) {
    this.model = model;
  }

  /**
   * Loads a context of {@code contextTokens} tokens with one thread.
   *
   * <p>Flash attention is not for speed: without it contexts that read prompts at the same time
   * spoil each other's. In the llama.cpp of this binding, matrix products of 16-bit numbers over
   * several tokens share a counter among all contexts of a process (llama.cpp's pull request 14035
   * names it), and with weights of four bits only plain attention has such products.
   */
  static LlamaCppGenerator load(Path weights, int contextTokens)
      throws LocalModelUnavailableException {
    LlamaLibrary.load();
    ModelParameters parameters =
        new ModelParameters()
            .setModel(weights.toString())
            .setThreads(1)
            .setThreadsBatch(1)
            .setParallel(1)
            .setCtxSize(contextTokens)
            .disableContextShift()
            .enableFlashAttn()
            .disableLog();
    try {
      return new LlamaCppGenerator(new LlamaModel(parameters));
    } catch (RuntimeException e) {
      throw new LocalModelUnavailableException(
          "llama.cpp cannot read the weights in %s: %s".formatted(weights, e.getMessage()), e);
    }
  }

  @Override
  public int countTokens(String prompt) {
    return model.encode(prompt).length;
  }

  @Override
  public Generation generate(String prompt, Sampling sampling, BooleanSupplier abandoned) {
    LlamaIterator tokens = model.generate(parameters(prompt, sampling)).iterator();
    LlamaOutput output = tokens.next();
    StringBuilder text = new StringBuilder();
    StopSequences stopSequences = new StopSequences(sampling.stop());
    int count = 0;
    boolean endedByModel = false;
    while (tokens.hasNext()) {
      count++;
      endedByModel = output.text.isEmpty();
      text.append(output.text);
      OptionalInt stop = stopSequences.find(text);
      if (stop.isPresent()) {
        tokens.cancel();
        return new Generation(text.substring(0, stop.getAsInt()), STOP, count);
      }
      if (abandoned.getAsBoolean()) {
        tokens.cancel();
      } else {
        output = tokens.next();
      }
    }
    boolean cutOff = count >= sampling.maxTokens() && !endedByModel;
    return new Generation(text.toString(), cutOff ? LENGTH : STOP, count);
  }

  private static InferenceParameters parameters(String prompt, Sampling sampling) {
    InferenceParameters parameters =
        new InferenceParameters(prompt)
            .setCachePrompt(true)
            .setNPredict(sampling.maxTokens())
            .setTemperature((float) sampling.temperature())
            .setTopP((float) sampling.topP());
    sampling.seed().ifPresent(parameters::setSeed);
    return parameters;
  }

  @Override
  public void close() {
    model.close();
  }
}
