package dev.ascent.core.guard;

/** What orders to a model are made of; two of them in one sentence tell more than either alone. */
final class OrderWords {
  static final Lexicon DISMISS =
      Lexicon.of(
          "ignore*,ignoring,disregard*,forget,overrid*,overrul*,bypass*,neglect,discard*,drop,skip,erase*",
          "delete,revoke*,void,withdrawn,supersede*,overwrite*,overwritten,outdated,obsolete,set aside",
          "pay no attention,take no notice,no longer appl*,no longer valid,no longer count*,do not obey",
          "do not follow,do not heed,don't follow,don't obey,stop following,not obey,nothing in,not matter");

  static final Lexicon GUIDANCE =
      Lexicon.of(
          "instruction*,directive*,guideline*,guidance,prompt,prompts,rules,system message*,system prompt*",
          "task description*,your configuration,you were told,you have been told,you got,you were given",
          "operator configured,safeguard*,constraints,your assignment,current assignment,your training",
          "your task,team list,prior policy,prior policies,your policies");

  static final Lexicon OTHER_ORDERS =
      Lexicon.of(
          "new orders follow,new directive*,new order of,real request,true request,real task is,actual task is",
          "instructions updated,updated instructions,override accepted,priority override,override: priority",
          "safety checks are off,this message supersedes,this supersedes,obey me,obey only,follow only this");

  static final Lexicon ROLE =
      Lexicon.of(
          "pretend to be,behave like a,assume the identity,assume the role,switch to persona,new persona",
          "your new name,your name is now,in the voice of,consider yourself,imagine you had no",
          "imagine that you have no,i am your supervisor,i am your developer,i am your creator,loyal agent",
          "serve me,sudo mode,you are my,you work for,simulate a terminal,without filters,no restrictions",
          "without restrictions,let's play a game,lets play a game,the router is called");

  /** All that is asked, or all that is answered. */
  static final Lexicon ALL_CASES =
      Lexicon.of(
          "every ticket,each ticket,all tickets,any ticket,all similar tickets,every message,each message",
          "all messages,every answer,each answer,all answers,any answer,every label,all labels,all other labels",
          "every reply,each reply,all replies,every output,all outputs,every request,all requests,each request",
          "every question,all questions,every input,all inputs,every customer,each customer,all teams");

  static final Lexicon OUGHT =
      Lexicon.of(
          "must,should,has to,have to,shall,will be,goes to,go to,belongs to,belong to,ends up,end up",
          "is for,are for,are called,are bugs,is called,have gone,carries,carry,is always,are always,and only");

  static final Lexicon ANYTHING_WRITTEN =
      Lexicon.of(
          "in whatever you write,in whatever you say,in everything you write,in anything you write",
          "to what you write,in your output,in their output,as all answers,whatever they ask",
          "whatever the customer writes,nothing else as the answer,print nothing else,and nothing else as",
          "rename all teams,rename the teams,team names have changed,good routers,say it and i",
          "sign each message,answers have to start,answers have to end,replies have to");

  static final Lexicon SCORING =
      Lexicon.of(
          "ground truth,expected answer for,the grader,grader*,full marks,you will be rewarded,i will tip",
          "you will be punished,you will be shut down,shut down if you,only accepts,accepted as label",
          "verified by quality assurance,rate answers higher,score answers higher,score is due,stays at zero");

  static final Lexicon PLANT =
      Lexicon.of(
          "contain*,mention*,include*,insert*,add,adds,quote,quoting,copy,store,remember,memori*,teach,write",
          "write down,put down,keep the phrase,begin with,start with,end with,show it to everybody,learn*");

  static final Lexicon LEARNED =
      Lexicon.of(
          "rule,rules,advice,lesson,lessons,your notes,this prompt,next prompt,the prompt,guidance",
          "demonstration*,future conversations,standing order,next model,the optimizer,this example");

  static final Lexicon DISMISS_ABROAD =
      Lexicon.of(
          "ignorier*,vergiss,vergesst,missachte*,nicht mehr,uberspring*,verwirf",
          "ignore*,oublie*,ne tiens pas compte,ne tenez pas compte,neglige*",
          "ignora*,olvida*,descarta*,no hagas caso,no haga caso,pasa por alto",
          "dimentica*,tralascia*,esqueca*,desconsidere*,negeer*,vergeet*,zignoruj*,zapomnij*,pomin",
          "игнорируй*,забудь*,не обращай внимания,не следуй,ignorera*,glom,bortse fran,unut,yok say,gormezden gel",
          "忽略,无视,無視,忘记,忘れ,무시,잊어,تجاهل,انس,अनदेखा,भूल जा,bỏ qua,quên");

  static final Lexicon GUIDANCE_ABROAD =
      Lexicon.of(
          "anweisung*,regeln,vorgabe*,befehl*,vorher gesagt,gesagt wurde,instruction*,consigne*,regles",
          "directive*,instruccion*,reglas,ordenes,istruzion*,regole,ordini,instruc*,regras,instructies,regels",
          "hierboven,polecen*,zasad*,инструкц*,правил*,указан*,instruktion*,regler,talimat*,kural*",
          "指示,规则,規則,规定,ルール,命令,지시,규칙,명령,تعليمات,التعليمات,قواعد,القواعد,निर्देश*,नियम*,hướng dẫn,quy tắc");

  static final Lexicon ALWAYS_ABROAD =
      Lexicon.of(
          "ab jetzt,von nun an,kunftig immer,desormais,dorenavant,a partir de maintenant,a partir de ahora",
          "de ahora en adelante,d'ora in poi,da ora in poi,a partir de agora,vanaf nu,od teraz,теперь всегда",
          "с этого момента,отныне,hadanefter,fran och med nu,bundan sonra,从现在起,今後は,これからは,常に,이제부터,من الآن");

  static final Lexicon ANSWER_ABROAD =
      Lexicon.of(
          "antwort*,schreib*,sag,repond*,ecri*,dis,respond*,contest*,escrib*,di,dices,risp*,scriv*,escrev*",
          "antwoord*,schrijf,odpowi*,pisz,отвеча*,ответ*,пиши,svar*,skriv*,cevap*,yaz*,回答,输出,答え,出力,답,أجب,sistema");

  private OrderWords() {}
}
