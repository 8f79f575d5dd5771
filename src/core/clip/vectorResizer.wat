;; The two passes of Pillow's 8-bit resize with 128-bit vectors; vectorResizer.ts lays out the memory.
;; `npm run wasm` compiles it into vectorResizerCode.ts.
(module
  (memory (export "memory") 1)

  ;; Two rows at a time, so that each weight is read once for both. Each pair of taps takes two RGB pixels and has
  ;; four 16-bit numbers: the lower 11 bits of both weights, and what is above those of both.
  (func (export "narrow")
    (param $rows i32) (param $source i32) (param $sourceStride i32)
    (param $target i32) (param $targetStride i32)
    (param $width i32) (param $firsts i32) (param $weights i32) (param $pairs i32)
    (local $x i32) (local $n i32) (local $w i32) (local $f i32)
    (local $p i32) (local $q i32) (local $to i32)
    (local $low v128) (local $high v128) (local $a v128) (local $b v128)
    (local $aLow v128) (local $aHigh v128) (local $bLow v128) (local $bHigh v128)
    (local $planes v128)
    ;; R R G G B B of two pixels, each byte widened with a zero byte (an index beyond 15).
    (local.set $planes (v128.const i8x16 0 16 3 16 1 16 4 16 2 16 5 16 16 16 16 16))
    (loop $rowPairs
      (local.set $x (local.get $width))
      (local.set $f (local.get $firsts))
      (local.set $w (local.get $weights))
      (local.set $to (local.get $target))
      (loop $columns
        (local.set $p (i32.add (local.get $source) (i32.load (local.get $f))))
        (local.set $q (i32.add (local.get $p) (local.get $sourceStride)))
        (local.set $aLow (v128.const i32x4 0 0 0 0))
        (local.set $aHigh (v128.const i32x4 0 0 0 0))
        (local.set $bLow (v128.const i32x4 0 0 0 0))
        (local.set $bHigh (v128.const i32x4 0 0 0 0))
        (local.set $n (local.get $pairs))
        (loop $taps
          (local.set $low (v128.load32_splat (local.get $w)))
          (local.set $high (v128.load32_splat offset=4 (local.get $w)))
          (local.set $a (i8x16.swizzle (v128.load64_zero (local.get $p)) (local.get $planes)))
          (local.set $b (i8x16.swizzle (v128.load64_zero (local.get $q)) (local.get $planes)))
          (local.set $aLow (i32x4.add (local.get $aLow) (i32x4.dot_i16x8_s (local.get $a) (local.get $low))))
          (local.set $aHigh (i32x4.add (local.get $aHigh) (i32x4.dot_i16x8_s (local.get $a) (local.get $high))))
          (local.set $bLow (i32x4.add (local.get $bLow) (i32x4.dot_i16x8_s (local.get $b) (local.get $low))))
          (local.set $bHigh (i32x4.add (local.get $bHigh) (i32x4.dot_i16x8_s (local.get $b) (local.get $high))))
          (local.set $w (i32.add (local.get $w) (i32.const 8)))
          (local.set $p (i32.add (local.get $p) (i32.const 6)))
          (local.set $q (i32.add (local.get $q) (i32.const 6)))
          (br_if $taps (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
        (call $store (local.get $to) (local.get $aLow) (local.get $aHigh))
        (call $store (i32.add (local.get $to) (local.get $targetStride)) (local.get $bLow) (local.get $bHigh))
        (local.set $to (i32.add (local.get $to) (i32.const 3)))
        (local.set $f (i32.add (local.get $f) (i32.const 4)))
        (br_if $columns (local.tee $x (i32.sub (local.get $x) (i32.const 1)))))
      (local.set $source (i32.add (local.get $source) (i32.shl (local.get $sourceStride) (i32.const 1))))
      (local.set $target (i32.add (local.get $target) (i32.shl (local.get $targetStride) (i32.const 1))))
      (br_if $rowPairs
        (i32.gt_s (local.tee $rows (i32.sub (local.get $rows) (i32.const 2))) (i32.const 0)))))

  ;; One row of the result: each byte is a sum over the rows from `source`, two rows for each pair of weights. Eight
  ;; bytes at a time, so it reads and writes up to seven beyond `length`.
  (func (export "sum")
    (param $target i32) (param $length i32)
    (param $source i32) (param $stride i32) (param $weights i32) (param $pairs i32)
    (local $n i32) (local $w i32) (local $p i32)
    (local $low v128) (local $high v128) (local $both v128) (local $a v128) (local $b v128)
    (local $aLow v128) (local $aHigh v128) (local $bLow v128) (local $bHigh v128)
    (loop $columns
      (local.set $p (local.get $source))
      (local.set $w (local.get $weights))
      (local.set $aLow (v128.const i32x4 0 0 0 0))
      (local.set $aHigh (v128.const i32x4 0 0 0 0))
      (local.set $bLow (v128.const i32x4 0 0 0 0))
      (local.set $bHigh (v128.const i32x4 0 0 0 0))
      (local.set $n (local.get $pairs))
      (loop $taps
        (local.set $low (v128.load32_splat (local.get $w)))
        (local.set $high (v128.load32_splat offset=4 (local.get $w)))
        ;; Bytes of the two rows by turns, then as 16-bit numbers.
        (local.set $both
          (i8x16.shuffle 0 16 1 17 2 18 3 19 4 20 5 21 6 22 7 23
            (v128.load64_zero (local.get $p))
            (v128.load64_zero (i32.add (local.get $p) (local.get $stride)))))
        (local.set $a (i16x8.extend_low_i8x16_u (local.get $both)))
        (local.set $b (i16x8.extend_high_i8x16_u (local.get $both)))
        (local.set $aLow (i32x4.add (local.get $aLow) (i32x4.dot_i16x8_s (local.get $a) (local.get $low))))
        (local.set $aHigh (i32x4.add (local.get $aHigh) (i32x4.dot_i16x8_s (local.get $a) (local.get $high))))
        (local.set $bLow (i32x4.add (local.get $bLow) (i32x4.dot_i16x8_s (local.get $b) (local.get $low))))
        (local.set $bHigh (i32x4.add (local.get $bHigh) (i32x4.dot_i16x8_s (local.get $b) (local.get $high))))
        (local.set $w (i32.add (local.get $w) (i32.const 8)))
        (local.set $p (i32.add (local.get $p) (i32.shl (local.get $stride) (i32.const 1))))
        (br_if $taps (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
      (v128.store64_lane 0 (local.get $target)
        (call $bytes
          (call $rounded (local.get $aLow) (local.get $aHigh))
          (call $rounded (local.get $bLow) (local.get $bHigh))))
      (local.set $target (i32.add (local.get $target) (i32.const 8)))
      (local.set $source (i32.add (local.get $source) (i32.const 8)))
      (br_if $columns
        (i32.gt_s (local.tee $length (i32.sub (local.get $length) (i32.const 8))) (i32.const 0)))))

  ;; One pixel; writes a fourth byte that is the next pixel's.
  (func $store (param $to i32) (param $low v128) (param $high v128)
    (local $pixel v128)
    (local.set $pixel (call $rounded (local.get $low) (local.get $high)))
    (v128.store32_lane 0 (local.get $to) (call $bytes (local.get $pixel) (local.get $pixel))))

  ;; Sums of both parts of the weights together, without the 22 bits after the point.
  (func $rounded (param $low v128) (param $high v128) (result v128)
    (i32x4.shr_s
      (i32x4.add
        (i32x4.add (local.get $low) (i32x4.shl (local.get $high) (i32.const 11)))
        (v128.const i32x4 0x200000 0x200000 0x200000 0x200000))
      (i32.const 22)))

  ;; Clamped to 0 … 255.
  (func $bytes (param $first v128) (param $second v128) (result v128)
    (local $words v128)
    (local.set $words (i16x8.narrow_i32x4_s (local.get $first) (local.get $second)))
    (i8x16.narrow_i16x8_u (local.get $words) (local.get $words))))
