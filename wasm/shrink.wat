;; The two inner loops of static/js/media/shrink.js. `make wasm` builds static/js/media/shrink-code.js from it.
(module
  (memory (export "memory") 1)

  ;; Adds rows of bytes, 16 columns at a time, into sums of 16 bits. Reads and writes up to 15 columns more.
  (func (export "rowsSum") (param $source i32) (param $stride i32) (param $bytes i32) (param $rows i32) (param $sums i32)
    (local $end i32) (local $position i32) (local $row i32) (local $sixteen v128) (local $low v128) (local $high v128)
    (local.set $end (i32.add (local.get $source) (local.get $bytes)))
    (loop $columns
      (local.set $position (local.get $source))
      (local.set $row (local.get $rows))
      (local.set $low (v128.const i64x2 0 0))
      (local.set $high (v128.const i64x2 0 0))
      (loop $downwards
        (local.set $sixteen (v128.load (local.get $position)))
        (local.set $low (i16x8.add (local.get $low) (i16x8.extend_low_i8x16_u (local.get $sixteen))))
        (local.set $high (i16x8.add (local.get $high) (i16x8.extend_high_i8x16_u (local.get $sixteen))))
        (local.set $position (i32.add (local.get $position) (local.get $stride)))
        (br_if $downwards (local.tee $row (i32.sub (local.get $row) (i32.const 1)))))
      (v128.store (local.get $sums) (local.get $low))
      (v128.store offset=16 (local.get $sums) (local.get $high))
      (local.set $sums (i32.add (local.get $sums) (i32.const 32)))
      (local.set $source (i32.add (local.get $source) (i32.const 16)))
      (br_if $columns (i32.lt_u (local.get $source) (local.get $end)))))

  ;; Writes the mean of each box. `ends` holds where each box ends, as an address among the sums; `step` is the
  ;; distance of sums of one kind; boxes are `narrow` or more bytes long; shares are 2^24 / samples.
  (func (export "rowWrite") (param $sums i32) (param $step i32) (param $ends i32) (param $target i32) (param $width i32)
    (param $narrow i32) (param $narrowShare i32) (param $wideShare i32)
    (local $last i32) (local $start i32) (local $end i32) (local $sum i32)
    (local.set $last (i32.add (local.get $target) (local.get $width)))
    (loop $boxes
      (local.set $start (local.get $sums))
      (local.set $end (i32.load (local.get $ends)))
      (local.set $sum (i32.const 0))
      (loop $along
        (local.set $sum (i32.add (local.get $sum) (i32.load16_u (local.get $sums))))
        (local.set $sums (i32.add (local.get $sums) (local.get $step)))
        (br_if $along (i32.lt_u (local.get $sums) (local.get $end))))
      (i32.store8 (local.get $target)
        (i32.shr_u
          (i32.add
            (i32.const 0x800000)
            (i32.mul
              (local.get $sum)
              (select (local.get $narrowShare) (local.get $wideShare)
                (i32.le_u (i32.sub (local.get $sums) (local.get $start)) (local.get $narrow)))))
          (i32.const 24)))
      (local.set $ends (i32.add (local.get $ends) (i32.const 4)))
      (local.set $target (i32.add (local.get $target) (i32.const 1)))
      (br_if $boxes (i32.lt_u (local.get $target) (local.get $last))))))
