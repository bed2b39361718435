// Where the cursor stood in the text, so that a figure is put there. Without script it goes to the end.
const text = document.querySelector(".block-form textarea");
const at = document.querySelector(".block-form input[name=at]");

function remember() {
  at.value = String(text.selectionStart);
}

if (text && at) {
  for (const event of ["keyup", "click", "select", "input", "blur"]) text.addEventListener(event, remember);
}
