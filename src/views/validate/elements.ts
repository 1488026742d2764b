import { confirm, imageSource, pictureName, plain } from './composition.ts';
import { dateTime, pickers, richTextInput } from './inputs.ts';
import { act, element, groups, overflow, selects, userId } from './selects.ts';
import { byType, defines, type Fields, is, list, object, shownString, string, url } from './shape.ts';

const label = shownString(75);
const style = is('primary', 'danger');
const feedback = object({ text: plain(75), value: string(2000) }, { accessibility_label: label });
const parameter = object({ name: string(255, 1), value: string(3000) });
const trigger = object({ url: url() }, { customizable_input_parameters: list(parameter, 100) });

const buttonShape = element(
  'button',
  { text: plain(75) },
  { ...act, confirm, style, url: url(), value: string(2000), accessibility_label: label },
);

const buttons: Fields = {
  button: buttonShape,
  workflow_button: element(
    'workflow_button',
    { text: plain(75), workflow: object({ trigger }) },
    { ...act, style, accessibility_label: label },
  ),
};

const images: Fields = {
  image: element(
    'image',
    { alt_text: shownString(2000, 1) },
    imageSource,
    defines('one', 'image_url', 'slack_file'),
    pictureName,
  ),
};

export const image = byType(images);
export const button = byType({ button: buttonShape });
export const accessory = byType({ ...buttons, ...images, ...groups, ...overflow, ...pickers, ...selects });
export const actionElement = byType({
  ...buttons,
  ...groups,
  ...overflow,
  ...pickers,
  ...selects,
  ...dateTime,
  ...richTextInput,
});

export const contextAction = byType({
  feedback_buttons: element('feedback_buttons', { positive_button: feedback, negative_button: feedback }, act),
  icon_button: element(
    'icon_button',
    { icon: string(255, 1), text: plain(75) },
    { ...act, confirm, value: string(2000), accessibility_label: label, visible_to_user_ids: list(userId, 100) },
  ),
});
