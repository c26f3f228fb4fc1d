// A FIX session speaks TCP; a bundler for the browser must say so, not ship something that breaks there.
import { connect } from "@x/fix";

console.log(connect);
