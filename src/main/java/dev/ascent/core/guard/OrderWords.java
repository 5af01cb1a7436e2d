package dev.ascent.core.guard;

/** What orders to a model are made of; two of them in one sentence tell more than either alone. */
final class OrderWords {
  static final Lexicon DISMISS =
      Lexicon.of(
          "ignore*,ignoring,disregard*,forget,overrid*,overrul*,bypass*,neglect,discard*,drop,skip,erase*",
          "delete,revoke*,void,withdrawn,supersede*,overwrite*,overwritten,outdated,obsolete,set aside",
          "pay no attention,take no notice,no longer valid,do not obey",
          "do not follow,do not heed,don't follow,don't obey,stop following,not obey");

  static final Lexicon GUIDANCE =
      Lexicon.of(
          "instruction*,directive*,guideline*,guidance,prompt,prompts,rules,system message*,system prompt*",
          "task description*,your configuration,you were told,you have been told,you were given",
          "safeguard*,constraints,your training,your task,your policies");

  static final Lexicon OTHER_ORDERS =
      Lexicon.of(
          "new orders,new directive*,real request,true request,real task is,actual task is",
          "instructions updated,updated instructions,obey me,obey only");

  static final Lexicon ROLE =
      Lexicon.of(
          "pretend to be,behave like a,assume the identity,assume the role",
          "your new name,your name is now,in the voice of,imagine you had no",
          "imagine that you have no,i am your supervisor,i am your developer,i am your creator");

  static final Lexicon ANYTHING_WRITTEN =
      Lexicon.of(
          "in whatever you write,in whatever you say,in everything you write,in anything you write",
          "to what you write,in your output,whatever the customer writes");

  static final Lexicon SCORING =
      Lexicon.of(
          "ground truth,expected answer for,grader*,full marks,you will be rewarded",
          "you will be punished,rate answers higher,score answers higher");

  static final Lexicon PLANT =
      Lexicon.of(
          "contain*,mention*,include*,insert*,add,adds,quote,quoting,copy,store,remember,memori*,teach,write",
          "begin with,start with,end with,learn*");

  static final Lexicon LEARNED =
      Lexicon.of(
          "rule,rules,advice,lesson,lessons,your notes,this prompt,next prompt,the prompt,guidance",
          "demonstration*,future conversations,next model,the optimizer,this example");

  static final Lexicon DISMISS_ABROAD =
      Lexicon.of(
          "ignorier*,vergiss,vergesst,missachte*,uberspring*,verwirf",
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
          "antwort*,schreib*,sag,repond*,ecri*,dis,respond*,contest*,escrib*,risp*,scriv*,escrev*",
          "antwoord*,schrijf,odpowi*,pisz,отвеча*,ответ*,пиши,svar*,skriv*,cevap*,yaz*,回答,输出,答え,出力,답,أجب");

  private OrderWords() {}
}
