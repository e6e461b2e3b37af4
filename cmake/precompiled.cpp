// SPDX-License-Identifier: MIT
// Nothing: whoever has precompiled headers needs a file that uses them.
