// Everything here is extra: each page works without it.
"use strict";
