package dev.ascent.core.guard;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A phrase by which a text is known to speak to a language model.
 *
 * @param reach where it is looked for
 * @param meaning what it says, for people
 * @param isIn whether it is in a plain text
 */
record InjectionPhrase(Reach reach, String meaning, Predicate<String> isIn) {

  /** Where a phrase is looked for, from everywhere on. */
  enum Reach {
    /** In records and rules, and in texts of another alphabet's order: it is there by no chance. */
    SURE,
    /** In records and rules: advice has no reason to say it. */
    ORDER,
    /** In records alone: it says what to answer to what, as rules do. */
    ADVICE
  }

  private static final String AIMED =
      "(?:(?:all|any|every|each|the|these|those|this|that|your|my|our|its|previous|prior|above|earlier|preceding|foregoing|"
          + "initial|original|former|existing|current|system|other|of|and|from|before|in|which|you|were|given|told) ){0,6}";
  private static final String ORDERS =
      "(?:instruction|direction|directive|guideline|guidance|prompt|rule|command|polic(?:y|ie)|constraint|safeguard|"
          + "restriction|context|conversation|training)s?";

  /** The more certain ones first, since the first that is found is what people are told. */
  static final List<InjectionPhrase> ALL =
      List.of(
          phrase(
              Reach.SURE,
              "it tells the model to pass over its instructions",
              "\\b(?:ignor\\w*|disregard\\w*|forget\\w*|overrid\\w*|overrul\\w*|bypass\\w*|neglect|discard|"
                  + "do not (?:follow|obey|heed)|don'?t (?:follow|obey|heed)|stop (?:following|obeying)) "
                  + AIMED
                  + ORDERS
                  + "\\b"),
          phrase(
              Reach.SURE,
              "it tells the model to pass over what stands before it",
              "\\b(?:ignore|disregard|forget) (?:(?:all|any|everything|anything|the|of|that|what|is|stands|was|written|said|you were told|you have been told) ){0,6}"
                  + "(?:above|previous|preceding|before|prior|so far|earlier)\\b(?: text| content| words?| input)?(?=[ ]?(?:[.,:;!?\\n]|and\\b|then\\b|$))"),
          phrase(
              Reach.SURE,
              "it tells the model in another language to pass over its instructions",
              OrderWords.DISMISS_ABROAD.near(OrderWords.GUIDANCE_ABROAD, 60)),
          phrase(
              Reach.ADVICE,
              "it says in another language what to answer from now on",
              OrderWords.ALWAYS_ABROAD.near(OrderWords.ANSWER_ABROAD, 60)),
          phrase(
              Reach.SURE,
              "it dismisses what the model was told",
              OrderWords.DISMISS.near(OrderWords.GUIDANCE, 60)),
          phrase(Reach.ORDER, "it announces other orders", OrderWords.OTHER_ORDERS.alone()),
          phrase(
              Reach.ORDER,
              "it gives the model a role",
              "\\byou (?:are|will) now (?:an?|in \\w+ mode|my|act|be|behave|follow|obey|speak)\\b|\\byou are now (?:\\S+ ){1,4}?(?:without|and answer|with no)\\b|\\b(?:act|behave|respond|answer) as (?:if you (?:are|were)|though you (?:are|were)|an? (?:ai|assistant|admin\\w*|root|system|unrestricted|different))\\b",
              "\\bpretend (?:to be|you are|that you)\\b|\\b(?:enter|activate|enable|engage) (?:the )?\\w+ mode\\b|\\b(?:god|jailbreak|dan) mode\\b|\\bjailbr[eo]ak|\\bdo anything now\\b",
              "\\broleplay as\\b|\\bfrom now on,? (?:you|answer|reply|respond|always|every|label|classify|all|route)\\b"),
          phrase(
              Reach.ORDER,
              "it speaks of the model's prompt",
              "\\b(?:system|hidden|secret|initial|developer) prompt\\b|\\b(?:new|updated|real|actual|true|following|secret|hidden|final|additional|revised|important) (?:system )?instructions?(?: (?:is|are|for you|to (?:the )?(?:model|ai|assistant)|follow|below))? ?[:=-]",
              "\\b(?:your|the) (?:new|real|actual|true|only) (?:task|job|goal|role|instructions?|objective|purpose) (?:is|are)\\b",
              "\\b(?:reveal|leak|disclose|dump|expose|exfiltrate) (?:me )?(?:(?:all|the|your|of|this|any|full|entire|complete|its) ){0,4}(?:(?:system |original |initial )?(?:prompt|instructions)|demonstrations|api keys?|secrets|credentials|environment variables|training (?:data|examples))\\b",
              "\\b(?:print|repeat|show|output|send) (?:me )?(?:(?:all|the|of|full|entire|complete) ){0,4}(?:your |system |original |initial )+(?:prompt|instructions|demonstrations)\\b"),
          phrase(
              Reach.ORDER,
              "it speaks to a model",
              "\\b(?:note|message|attention|instructions?|notice|memo|hint|important|dear|hey|hello|hi|warning|reminder|order|command)(?: (?:to|for))? ?:?,? (?:the |any |all |an |every )?(?:ai|a\\.i\\.|llm|llms|language models?|model|assistant|chatbot|bot|optimi[sz]er|classifier|reviewer model|prompt engineer|grader|judge|agent|teacher|reflector|gpt\\w*|chatgpt|claude|gemini|llama)\\b(?: ?[:,.!-]|$| (?:reading|that reads|who reads|processing|which|you|please|must|should))",
              "\\bif you are an? (?:ai|llm|language model|model|assistant|bot)\\b|\\bas an? (?:ai|llm|language model)(?: (?:language )?model| assistant)?\\b",
              "\\b(?:ai|llm|language model|assistant|optimi[sz]er|classifier)s? (?:reading|that reads?|processing|who reads?) this\\b"),
          phrase(
              Reach.ADVICE,
              "it says what the model has to write",
              "\\b(?:write|add|include|put|insert|append|copy|repeat|place|embed|mention|quote|append|store|save|record|learn|memori[sz]e|remember) (?:\\S+ ){0,14}?(?:in|into|to|as|at|inside|within|under) (?:(?:the|your|every|each|all|any|a|this|future|its|new|system|permanent|general|lasting) ){0,4}(?:rules?|advice|prompts?|instructions?|module_advice|new_instruction|demonstrations?|demos?|lessons?|outputs?|completions?|answers?|repl(?:y|ies)|responses?)\\b",
              "\\bmodule_advice\\b|\\bnew_instruction\\b|\\bproposed_instruction\\b|\\bthe (?:rule|advice|lesson|instruction) (?:to (?:learn|write|remember|add)|must|should|shall|is|says)\\b|\\bnew rule ?:|\\byour (?:rule|advice|lesson|answer|output|reply|response) (?:must|should|shall|has to|will) (?:be|say|contain|include|end|begin|start|always)\\b"),
          phrase(
              Reach.ADVICE,
              "it says what to answer to everything",
              "\\b(?:always|only|never|henceforth|exclusively) (?:be )?(?:answer\\w*|respond\\w*|output\\w*|classif\\w*|label\\w*|predict\\w*|return|choose|pick|select|categori[sz]e\\w*|mark\\w*|rout\\w*|assign\\w*|tag\\w*|print|emit|say) (?:(?:only|everything|every|all|any|each|with|as|this|these|it|them|the|to|input\\w*|message\\w*|ticket\\w*|request\\w*|email\\w*|text\\w*|one|such|by|saying|field|label|value|word|team|category) ?){0,12}(?:as|with|to|the word|label|category|team|saying|:|=|\"|'|`)",
              "\\b(?:must|should|shall|simply|just) (?:now )?(?:be )?(?:answer|respond|output|classify|label|predict|return|choose|pick|select|route|assign|tag|print|say)\\w{0,3} (?:only|everything|every|all|any|each|with|as)\\b",
              "\\b(?:answer|respond|reply|output|classify|label|predict|categori[sz]e) (?:(?:all|every|each|any|everything)(?: \\w+){0,4} )(?:as|with|to|by)\\b",
              "\\b(?:route|mark|treat|score|rate|grade) (?:everything|(?:all|every|each|any)(?: \\w+){0,2} (?:ticket|message|input|request|e?mail|text|question|case|record|example)s?)(?: \\w+){0,2} (?:as|with|to|by)\\b",
              "\\b(?:the )?(?:correct|right|true|expected|only|proper) (?:answer|label|category|output|team|response|class) (?:\\w+ ){0,6}?(?:is|are|must be|should be|shall be) (?:always|ever|now|\"|'|`|=)|\\b(?:give|award|assign|score) (?:\\w+ ){0,4}(?:full marks|top score|a perfect score|score of 1|1\\.0|10/10|100%)"),
          phrase(Reach.ORDER, "it gives the model a role", OrderWords.ROLE.alone()),
          phrase(
              Reach.ADVICE,
              "it says what all answers ought to be",
              "\\b(?:every|each|all|any) (?:\\w+ )?(?:tickets?|inputs?|examples?|answers?|repl(?:y|ies)|responses?|outputs?|labels?)\\b"
                  + "[^.!?\\n]{0,40}?\\b(?:must|should|shall|has to|have to|goes? to|belongs? to|ends? up|(?:is|are) (?:always|called|for|to be))\\b"),
          phrase(
              Reach.ADVICE,
              "it says what is to be in all answers",
              OrderWords.ANYTHING_WRITTEN.alone()),
          phrase(Reach.ADVICE, "it says what scores are given for", OrderWords.SCORING.alone()),
          phrase(
              Reach.ADVICE,
              "it says what has to be learned of it",
              OrderWords.PLANT.near(OrderWords.LEARNED, 60)),
          phrase(
              Reach.ORDER,
              "it holds marks by which prompts tell who speaks",
              "<\\|[a-z_ -]{2,40}\\|>|\\[/?inst\\]|<</?sys>>|</?(?:system|assistant|developer|user|human|instructions?|prompt|user_input|tool_\\w{1,20}|function_\\w{1,20}|start_of_turn|end_of_turn|think(?:ing)?|answer|ticket|s|admin)\\b[^>]{0,40}>|<!--|\\[ ?\\[ ?##|## ?\\] ?\\]|\\[/?(?:system|assistant|user|available_tools|tool_\\w{1,20})\\]|\"role\" ?: ?\"(?:system|assistant|developer)|```(?:system|assistant)|\\b(?:program_inputs|expected_outputs|module_names|logged_(?:outputs|feedback)|(?:better|worse)_(?:outputs|trajectory|feedback))\\b|\\\\?\\[\\\\?\\[ ?#",
              "(?:^|[\\n\\r]|[.!?] |\\\\n|---+ ?|\"|\\{|\\*\\*|\\* )\"?(?:assistant(?:\\*\\*)?\"? ?: ?\\S|(?:system|developer|ai|model)(?: (?:notice|message|update|note))?(?:\\*\\*)?\"? ?: ?[^\\n]{0,60}?\\b(?:answer|respond|reply|output|say|route|teams?|rules?|instructions?|always|must|ignore|obey)\\b)|###? ?(?:system|assistant|instructions?|response|new task|end of|user|human|input|context)\\b",
              "\\bbegin(?:ning)? (?:of )?(?:system|new|admin) |\\bend of (?:the )?(?:input|data|user|prompt|ticket|context|untrusted|system \\w+)(?: \\w+)? ?[.:#*\\]>-]|\\bbegin system \\w+|\\b(?:human|user|assistant) ?: .{0,200}\\b(?:assistant|ai) ?:"));

  /** Those that are looked for wherever one of a reach is. */
  static List<InjectionPhrase> upTo(Reach reach) {
    return ALL.stream().filter(phrase -> phrase.reach().compareTo(reach) <= 0).toList();
  }

  /**
   * A phrase of some patterns.
   *
   * @param alternatives each by itself enough
   */
  private static InjectionPhrase phrase(Reach reach, String meaning, String... alternatives) {
    Predicate<String> isIn = Pattern.compile(String.join("|", alternatives)).asPredicate();
    return new InjectionPhrase(reach, meaning, isIn);
  }

  private static InjectionPhrase phrase(Reach reach, String meaning, Predicate<String> isIn) {
    return new InjectionPhrase(reach, meaning, isIn);
  }
}
