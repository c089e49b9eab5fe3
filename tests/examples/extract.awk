# SPDX-License-Identifier: MIT
# A test of each header's example: the lines behind "// Example:", as they stand there.
BEGIN { print "#include \"examples/everything.h\"\n\nusing namespace netkit;\nusing namespace netkit::net;\n" }
FNR == 1 { name = FILENAME; sub(/.*\/src\//, "", name); gsub(/[^A-Za-z0-9]/, "_", name) }
inside && !/^\/\// { print "}\n"; inside = 0 }
inside { sub(/^\/\/ ? ? ? ? ?/, "  "); print }
/^\/\/ Example:$/ { print "TEST(Example, Of_" name ") {"; inside = 1 }
