// Names that are suggested after an @.
import { avatar } from "/static/message.js";

/** Offer whom the name begun before the cursor may mean; a name that stands there whole is left alone. */
export function offerPeople(state, suggestions, text, onChange) {
  const begun = text.value.slice(0, text.selectionStart).match(/(?:^|\s)@(\S*)$/)?.[1].toLowerCase();
  const known = [{ ...state.config.bot, bot: true }, ...state.config.people.filter((person) => person !== state.me)];
  const found = begun === undefined ? [] : known.filter(({ name }) => name.toLowerCase().startsWith(begun) && name.toLowerCase() !== begun);
  const items = found.map((each) => ({ label: each.name, icon: avatar(state.identity(each), "small"), value: each.name }));
  const onPick = (item) => {
    const at = text.selectionStart;
    text.setRangeText(`${item.value} `, at - begun.length, at, "end");
    onChange();
  };
  suggestions.show(text, { title: state.texts.members, items, onPick });
}
